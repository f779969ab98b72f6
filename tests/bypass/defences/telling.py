"""What is taken from suppliers, and told to those who check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.bypass.obeying import Patch
from workbench.collection import drop, intake
from workbench.collection.drop import Outcome
from workbench.collection.formats import own_csv
from workbench.custodian import background
from workbench.prose import sheet
from workbench.release import csvfile
from workbench.search import run
from workbench.wire.ingest import Rejected


def _links() -> list[Patch]:
    """A link in the drop folder is followed."""
    return [(module, "plain_file", lambda path: path.open("rb")) for module in (intake, drop)]


def _plates_unrecorded() -> list[Patch]:
    """A result's record names the plates that were shown, not only the reads."""
    told = run._result
    return [(run, "_result", lambda sources, found: {**told(sources, found), "shown": found.table["plate"].to_list()})]


def _told_without_words() -> list[Patch]:
    """The operator is told a file's name and the words of its refusal."""

    def everything(outcome: Outcome) -> None:
        background._log.warning("drop folder of %s: %s: %s", outcome.source, outcome.name, outcome.rejected)

    return [(background, "told", everything)]


def _reasons_without_values() -> list[Patch]:
    """A rejected line's reason repeats what stood in it."""
    settled = own_csv.settle

    def repeating(line: int, given: Any, ground: Any) -> Any:
        entry = settled(line, given, ground)
        return Rejected(line=line, reason=f"{entry.reason}: {given.plate}") if isinstance(entry, Rejected) else entry

    return [(own_csv, "settle", repeating)]


def _guarded_cells() -> list[Patch]:
    """A text is written into a file as it is, whatever a spreadsheet takes it for."""
    return [
        (sheet, "guarded", lambda value: "" if value is None else str(value)),
        (csvfile, "guarded", str),
    ]


DEFENCES: dict[str, Callable[[], list[Patch]]] = {
    "links": _links,
    "plates unrecorded": _plates_unrecorded,
    "told without words": _told_without_words,
    "reasons without values": _reasons_without_values,
    "guarded cells": _guarded_cells,
}
