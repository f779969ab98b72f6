"""Fixtures of the contract suites: the same promises on SQLite and on PostgreSQL."""

from tests.contract.registers import empty_url, registers, registers_url
from tests.unit.cli.conftest import workbench

__all__ = ["empty_url", "registers", "registers_url", "workbench"]
