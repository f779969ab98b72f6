"""Text that every database of ours keeps (464.10): PostgreSQL takes no character NUL, and SQLite would keep it.

So neither is asked to, and registers can move from a file to a server at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Engine, event

from workbench.errors import BadInput

NUL = "\0"


def keepable_text_alone(engine: Engine) -> None:
    """Refuse each statement with a NUL in its values, ``BadInput``; the transaction that it is part of is undone."""
    event.listen(engine, "before_cursor_execute", _look)


def _look(_connection: Any, _cursor: Any, _statement: str, given: Any, _context: Any, _many: Any) -> None:
    for row in given if isinstance(given, list) else (given,):
        values: Iterable[Any] = row.values() if isinstance(row, Mapping) else row or ()
        if any(isinstance(value, str) and NUL in value for value in values):
            raise BadInput(
                "There is a character NUL in what was given, and no text may hold one.",
                how="Nothing was kept. Type the text anew: such a character comes from a damaged copy.",
                section="464.10",
            )
