"""The plate search against DuckDB, polars, PostgreSQL (pg_trgm) and SQLite (FTS5); ``benchmarks/search.py`` runs it."""
