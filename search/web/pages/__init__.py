"""One module a page: a function from the service's answer to what the page shows."""
