"""The agency's own list of cases (464.10(b)): CSV with case_number, closed and members."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from workbench.audit.row import Case
from workbench.errors import FormatError, StoreUnavailable

_COLUMNS = ("case_number", "closed", "members")


def case_list(file: Path) -> dict[str, Case]:
    """Its cases by number, in lower case; ``FormatError`` with the line that can't be read."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise StoreUnavailable(
            "The agency's list of cases can't be read.", how="Tell the operator: audit.cases names it.",
            section="464.10(b)", diagnostic=f"{file}: {problem}",
        ) from None  # fmt: skip
    lines = csv.DictReader(io.StringIO(text, newline=""))
    if not set(_COLUMNS) <= set(lines.fieldnames or ()):
        raise FormatError(f"The list of cases needs the columns {', '.join(_COLUMNS)}.", line=1, section="464.10(b)")
    found: dict[str, Case] = {}
    for line in lines:
        closed = (line["closed"] or "").strip()
        try:
            until = date.fromisoformat(closed) if closed else None
        except ValueError:
            raise FormatError(f"'{closed[:20]}' is no day.", line=lines.line_num, how="Write 2026-07-31.") from None
        found[(line["case_number"] or "").strip().casefold()] = Case(until, frozenset((line["members"] or "").split()))
    return found
