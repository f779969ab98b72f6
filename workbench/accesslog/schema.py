"""The tables of the access log (464.5), for SQLite and PostgreSQL alike.

``leaf`` is the testimony: the bytes of one record that the tree hashes, see ``leaf``. The other columns repeat parts
of it so that people can search; ``case_tag`` is a keyed hash. The triggers are a courtesy: they stop a slip of the
hand in a database shell, not somebody who owns the file. What may be shredded stands in tables of its own.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.engine import Connection

from workbench.accesslog import mentions, tree_tables

metadata = MetaData()

records = Table(
    "access_record",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("username", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("realm", Text, nullable=False),
    Column("case_tag", LargeBinary, nullable=False),
    Column("leaf", Text, nullable=False),
    Index("access_record_at", "at"),
    Index("access_record_username", "username"),
    Index("access_record_case_tag", "case_tag"),
)
"""``at`` is UTC as ``record.stamp`` writes it: text of one width, so that its order is the order of time."""

details = Table(
    "access_detail",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
)
"""Each record's whole body, see ``sealed``; the row goes when the record's key is shredded."""

_SQLITE_GUARD = (
    """CREATE TRIGGER IF NOT EXISTS access_record_kept BEFORE DELETE ON access_record
       BEGIN SELECT RAISE(ABORT, 'the access log only grows'); END""",
    """CREATE TRIGGER IF NOT EXISTS access_record_unchanged BEFORE UPDATE ON access_record
       BEGIN SELECT RAISE(ABORT, 'the access log only grows'); END""",
    """CREATE TRIGGER IF NOT EXISTS access_record_next BEFORE INSERT ON access_record
       WHEN NEW.seq <> (SELECT coalesce(max(seq), -1) + 1 FROM access_record)
       BEGIN SELECT RAISE(ABORT, 'the access log has no gaps'); END""",
)

_POSTGRES_GUARD = (
    """CREATE OR REPLACE FUNCTION access_record_only_grows() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the access log only grows'; END $$""",
    """CREATE OR REPLACE TRIGGER access_record_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON access_record
       FOR EACH STATEMENT EXECUTE FUNCTION access_record_only_grows()""",
    """CREATE OR REPLACE FUNCTION access_record_has_no_gaps() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN
         IF NEW.seq <> (SELECT coalesce(max(seq), -1) + 1 FROM access_record) THEN
           RAISE EXCEPTION 'the access log has no gaps';
         END IF;
         RETURN NEW;
       END $$""",
    """CREATE OR REPLACE TRIGGER access_record_next BEFORE INSERT ON access_record
       FOR EACH ROW EXECUTE FUNCTION access_record_has_no_gaps()""",
)


def tables() -> list[Table]:
    """All of the log's tables: the records, their details, the tree, and what is known of who was mentioned."""
    return [*metadata.sorted_tables, *tree_tables.metadata.sorted_tables, *mentions.metadata.sorted_tables]


def create(connection: Connection) -> None:
    """Make the tables and their guard where they are missing, inside the caller's transaction."""
    metadata.create_all(connection)
    tree_tables.create(connection)
    mentions.create(connection)
    for statement in _SQLITE_GUARD if connection.dialect.name == "sqlite" else _POSTGRES_GUARD:
        connection.exec_driver_sql(statement)
