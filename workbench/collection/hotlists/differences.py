"""What a version of a list would change (464.7(g)): by plate and state, pure and by columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from workbench.store.registers.hotlist_entries import SCHEMA
from workbench.store.registers.hotlists import Entry, micros
from workbench.store.registers.watched import EPOCH
from workbench.wire.hotlist_entries import EntryChange, ListedEntry

SHOWN = 100
"""Entries of each kind of change that are shown."""
FIELDS = ("reason", "case_number", "entered", "expires", "note")
_KEY = ("plate", "at", "nth")
_PIECE = 50_000


@dataclass(frozen=True, slots=True)
class Differences:
    """Counts, and the first entries of each kind."""

    added: int
    removed: int
    changed: int
    same: int
    changed_fields: dict[str, int]
    changes: list[EntryChange]


def frame_of(entries: Iterable[Entry]) -> pl.DataFrame:
    """Entries by columns (``hotlist_entries.SCHEMA``)."""
    return pl.concat([pl.DataFrame(schema=SCHEMA), *_pieces(entries)])


def differences(before: pl.DataFrame, after: pl.DataFrame) -> Differences:
    """What changes from one version to the next.

    A plate and state may be listed more than once, for several cases: these are taken in the order of their cases.
    """
    old, new = _keyed(before), _keyed(after)
    added, removed = new.join(old, on=_KEY, how="anti"), old.join(new, on=_KEY, how="anti")
    both = old.join(new, on=_KEY, how="inner", suffix="_after")
    differing = both.with_columns(**{f"differs_{name}": pl.col(name) != pl.col(f"{name}_after") for name in FIELDS})
    changed = differing.filter(pl.any_horizontal(*(f"differs_{name}" for name in FIELDS)))
    fields = {name: int(changed[f"differs_{name}"].sum()) for name in FIELDS}
    return Differences(
        added=len(added),
        removed=len(removed),
        changed=len(changed),
        same=len(both) - len(changed),
        changed_fields={name: count for name, count in fields.items() if count},
        changes=[
            *(EntryChange(before=None, after=entry, fields=[]) for entry in listed(added)),
            *(EntryChange(before=entry, after=None, fields=[]) for entry in listed(removed)),
            *_changes(changed.head(SHOWN)),
        ],
    )


def listed(frame: pl.DataFrame, suffix: str = "", most: int = SHOWN) -> list[ListedEntry]:
    """The first rows as they travel; ``suffix`` chooses the columns."""
    return [_listed(row, suffix) for row in frame.head(most).iter_rows(named=True)]


def _changes(changed: pl.DataFrame) -> Iterator[EntryChange]:
    for row in changed.iter_rows(named=True):
        fields = [name for name in FIELDS if row[f"differs_{name}"]]
        after = {**row, "plate_after": row["plate"], "state_after": row["state"]}
        yield EntryChange(before=_listed(row, ""), after=_listed(after, "_after"), fields=fields)


def _listed(row: dict[str, object], suffix: str) -> ListedEntry:
    said = {name: row[f"{name}{suffix}"] for name in SCHEMA if name not in ("entered", "expires")}
    times = {name: EPOCH + timedelta(microseconds=int(str(row[f"{name}{suffix}"]))) for name in ("entered", "expires")}
    return ListedEntry.model_validate({**said, **times})


def _keyed(frame: pl.DataFrame) -> pl.DataFrame:
    ordered = frame.with_columns(at=pl.col("state").fill_null("")).sort("plate", "at", "case_number", "reason")
    return ordered.with_columns(nth=pl.int_range(pl.len()).over("plate", "at"))


def _pieces(entries: Iterable[Entry]) -> Iterator[pl.DataFrame]:
    rows: list[tuple[object, ...]] = []
    for entry in entries:
        times = micros(entry.entered), micros(entry.expires)
        rows.append((entry.entry_id, entry.plate, entry.state, entry.reason, entry.case_number, *times, entry.note))
        if len(rows) == _PIECE:
            yield pl.DataFrame(rows, SCHEMA, orient="row")
            rows = []
    yield pl.DataFrame(rows, SCHEMA, orient="row")
