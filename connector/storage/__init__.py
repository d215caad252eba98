"""What is kept, on SQLite and PostgreSQL alike. SQLAlchemy lives here only."""
