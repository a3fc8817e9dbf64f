"""The API under /api/v1: the service's answers as JSON, its errors as RFC 9457 problems."""
