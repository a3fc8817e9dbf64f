"""The catalogue: the system of record, in SQLite or PostgreSQL."""
