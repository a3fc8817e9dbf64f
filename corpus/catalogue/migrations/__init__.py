"""How an older catalogue becomes one of today: `versions` has a file for each step, which alembic runs.

Each is about SQLite and PostgreSQL both, and for ever: it names tables as they were then, and imports
nothing of today's schema.
"""
