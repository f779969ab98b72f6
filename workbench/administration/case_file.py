"""The agency's list of cases as a file (464.10(b)): CSV, the number first; columns may tell an end and who works on it.

One list serves the declaration of purposes, which asks whether a case is open, and the audits, which ask whether it is
the person's.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date

from workbench.errors import BadInput
from workbench.policy.purpose import is_case_number
from workbench.wire.programme_lists import KnownCase

SECTION = "464.10(b)"
_CLOSED, _MEMBERS = "closed", "members"


def cases_in(text: str) -> list[KnownCase]:
    """The cases, each once and as its first line has it; a first line that begins with no number is the heads.

    Under the heads ``closed`` and ``members`` stand a day such as 2026-07-31, and usernames with spaces between.
    Raises ``BadInput`` with the line that can't be read.
    """
    found: dict[str, KnownCase] = {}
    heads: list[str] = []
    for number, line in _lines(text):
        if is_case_number(line[0].strip()):
            case = _case(line, heads, number)
            found.setdefault(case.number.casefold(), case)
        elif number > 1:
            raise _wrong(number, "begins with no case number", "The first column holds the numbers, one a line.")
        else:
            heads = [cell.strip().casefold() for cell in line]
    if not found:
        raise BadInput("There is no case number in this list.", where="text", section=SECTION)
    return list(found.values())


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Those whose first cell is not empty, with their numbers."""
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff"))), 1):
            if line and line[0].strip():
                yield number, line
    except csv.Error as error:
        raise BadInput(f"This is no CSV: {error}.", where="text", how="Save the list as CSV.") from None


def _case(line: Sequence[str], heads: Sequence[str], number: int) -> KnownCase:
    told = dict(zip(heads, (cell.strip() for cell in line), strict=False))
    closed = told.get(_CLOSED, "")
    try:
        end = date.fromisoformat(closed) if closed else None
    except ValueError:
        raise _wrong(number, f"has '{closed[:20]}' as its day", "Write 2026-07-31.") from None
    return KnownCase(number=line[0].strip(), closed=end, members=told.get(_MEMBERS, "").split())


def _wrong(number: int, what: str, how: str) -> BadInput:
    return BadInput(f"Line {number} {what}.", where="text", how=how, section=SECTION)
