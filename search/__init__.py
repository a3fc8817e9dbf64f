"""Answers questions: the query, the engines, the service, and its faces (API and pages)."""
