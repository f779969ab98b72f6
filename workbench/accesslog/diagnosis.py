"""What an operator's log may hold of a failure (464.10): its kind and the database's own words, never the values.

A statement's parameters are records, purposes and plates, and a database repeats them gladly: SQLAlchemy beside
the statement, PostgreSQL in the detail of a constraint that failed.
"""

from __future__ import annotations

import sqlite3

import psycopg
from sqlalchemy.exc import StatementError


def diagnosis(problem: BaseException) -> str:
    """Kind and cause of a failure, on one line, without a value that anybody stored or asked for."""
    cause = problem.orig if isinstance(problem, StatementError) and problem.orig is not None else problem
    kinds = dict.fromkeys(type(each).__name__ for each in (problem, cause))
    return ": ".join([*kinds, *filter(None, [_words(cause)])])


def _words(cause: BaseException) -> str:
    if isinstance(cause, psycopg.Error):
        return cause.diag.message_primary or _first_line(cause)
    if isinstance(cause, sqlite3.Error):
        return _first_line(cause)
    if isinstance(cause, OSError):
        return cause.strerror or ""
    return ""


def _first_line(cause: BaseException) -> str:
    return str(cause).partition("\n")[0]
