"""Fixtures of the contract suites: the same promises on SQLite and on PostgreSQL."""

from tests.contract.registers import registers, registers_url
from tests.postgres import postgres

__all__ = ["postgres", "registers", "registers_url"]
