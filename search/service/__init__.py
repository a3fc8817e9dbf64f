"""The use cases: pages, API and command line call the same ones."""
