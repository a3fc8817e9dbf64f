"""The pages: server-rendered HTML over the same service as the API. They work without JavaScript."""
