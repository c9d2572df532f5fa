"""What is said to SQLite and PostgreSQL, statement by statement; nothing is decided here."""
