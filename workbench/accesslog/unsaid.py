"""What a look at the log never tells (464.6): the word of a reviewer, so that the second one speaks without knowing it.

The record keeps the word; the audit's own page shows both once two have spoken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.accesslog.record import Record

REVIEW = "audit.review"
_SAID = frozenset({"verdict", "words"})


def told(record: Record) -> Mapping[str, Any]:
    """The body of a record without the word in it, and without what the word could be guessed by."""
    if record.action != REVIEW:
        return record.body
    elements = record.body.get("elements")
    tells = {"digest", "elements", *(("reason",) if record.body.get("where") == "words" else ())}
    kept = {name: value for name, value in record.body.items() if name not in tells}
    if isinstance(elements, Mapping):
        kept["elements"] = {name: value for name, value in elements.items() if name not in _SAID}
    return kept
