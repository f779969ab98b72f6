"""An attacker who holds the log's key, and whose witnesses have been won over for whatever is new (464.5, 464.10).

Only what somebody else kept is out of reach: a checkpoint of yesterday. Each tamper changes what stood before it,
signs again, and lays an export down whose parts fit together; some are clumsy and sign nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from tests.unit.accesslog.logs import leaf, time_of
from tests.unit.accesslog.worlds import Seen, World, laid, of, witnessed, world
from workbench.accesslog.note import Note
from workbench.accesslog.record import canonical
from workbench.accesslog.verify import Fault
from workbench.accesslog.verify.judge import SLACK_SECONDS

SLACK = timedelta(seconds=SLACK_SECONDS)
CHANGED = {Fault.REWRITTEN}
SHORTER = {Fault.ROLLBACK}
BROKEN = {Fault.ALTERED, Fault.MISSING}


@dataclass(slots=True)
class Tamper:
    """What the attacker shows, what the verifier kept, and the faults of which one must be found."""

    records: list[bytes]
    kept: list[Seen]
    faults: set[Fault]
    note: Note | None = None
    history: list[Note] = field(default_factory=list)
    files_of: list[bytes] | None = None
    """When clumsy: what the tiles and the checkpoint are still of."""


def tampered(kind: str, random: Random, folder: Path) -> Tamper:
    """One tamper of that kind, laid down in the folder."""
    honest = world(random, quiet=kind == "back-date")
    kept = random.choice(honest.seen[:-1])
    made = KINDS[kind](random, honest, kept)
    if made.kept == [kept] and random.random() < 0.3:
        made.kept = [random.choice(honest.seen[: honest.seen.index(kept) + 1]), kept]
    if made.files_of is None:
        made.history = made.history or random.choice([[], [each.note for each in honest.seen]])
    note = made.note or _signed(random, made, honest)
    laid(folder, made.files_of or made.records, note, made.history)
    if made.files_of is not None:
        _swap_entries(folder, made.records)
    return made


def _signed(random: Random, made: Tamper, honest: World) -> Note:
    of_what = made.files_of or made.records
    if made.files_of is not None:
        return honest.newest.note
    frontier, _ = of(of_what)
    last = max([honest.newest.time, *([time_of(of_what[-1])] if of_what else [])])
    return witnessed(random, frontier, last + timedelta(seconds=20))


def _swap_entries(folder: Path, records: list[bytes]) -> None:
    beside = folder / "beside"
    laid(beside, records, Note("x\n"))
    for path in (beside / "tile/entries").rglob("*"):
        target = folder / "tile/entries" / path.relative_to(beside / "tile/entries")
        if path.is_file() and target.exists():
            target.write_bytes(path.read_bytes())


def _maybe_clumsy(random: Random, honest: World, made: Tamper) -> Tamper:
    if random.random() < 0.15:
        made.files_of, made.faults = honest.records, BROKEN
        made.history = []
    return made


def _edit(random: Random, honest: World, kept: Seen) -> Tamper:
    at = random.randrange(kept.size)
    body = json.loads(honest.records[at])
    name = random.choice(["user", "action", "kind", "n", "more"])
    body[name] = f"{body.get(name)} changed"
    records = [*honest.records]
    records[at] = canonical(body)
    return _maybe_clumsy(random, honest, Tamper(records, [kept], CHANGED))


def _delete(random: Random, honest: World, kept: Seen) -> Tamper:
    at = random.randrange(kept.size)
    records = [*honest.records[:at], *honest.records[at + 1 :]]
    if len(records) < kept.size and random.random() < 0.5:
        records.append(leaf(honest.newest.time, n="made up"))
    return Tamper(records, [kept], CHANGED | SHORTER)


def _reorder(random: Random, honest: World, kept: Seen) -> Tamper:
    records = [*honest.records]
    if len(records) == 1:
        records.append(leaf(honest.newest.time, n="one more"))
    at = random.randrange(min(kept.size, len(records) - 1))
    other = random.randrange(at + 1, len(records))
    records[at], records[other] = records[other], records[at]
    if random.random() < 0.5:
        records[at], records[other] = _times_swapped(records[at], records[other])
    made = Tamper(records, [kept], CHANGED)
    return _maybe_clumsy(random, honest, made) if len(records) == len(honest.records) else made


def _times_swapped(one: bytes, other: bytes) -> tuple[bytes, bytes]:
    first, second = json.loads(one), json.loads(other)
    first["time"], second["time"] = second["time"], first["time"]
    return canonical(first), canonical(second)


def _truncate(random: Random, honest: World, kept: Seen) -> Tamper:
    records = honest.records[: random.randrange(kept.size)]
    if random.random() < 0.15:
        return Tamper(records, [kept], BROKEN | SHORTER, honest.newest.note)
    return Tamper(records, [kept], SHORTER)


def _insert(random: Random, honest: World, kept: Seen) -> Tamper:
    at = random.randrange(kept.size)
    new = leaf(time_of(honest.records[at]), n=at, who="nobody")
    return Tamper([*honest.records[:at], new, *honest.records[at:]], [kept], CHANGED)


def _back_date(random: Random, honest: World, kept: Seen) -> Tamper:
    way = random.choice(["one that stood", "one at the end", "one that is new", "all that are new"])
    records = [*honest.records]
    if way == "one that stood":
        at = random.randrange(kept.size)
        records[at] = _dated(records[at], time_of(records[at]) - timedelta(seconds=random.randint(1, 90_000)))
        return Tamper(records, [kept], CHANGED)
    if way == "one at the end":
        records.append(leaf(time_of(records[-1]) - timedelta(seconds=random.randint(1, 90_000)), n="late"))
        return Tamper(records, [kept], {Fault.TIME})
    earliest, latest = time_of(records[kept.size - 1]), kept.time - SLACK - timedelta(seconds=1)
    when = earliest + random.random() * (latest - earliest)
    new = leaf(when, n="new")
    if way == "one that is new":
        return Tamper([*records[: kept.size], new, *records[kept.size :]], [kept], {Fault.TIME})
    moved = [_dated(record, when) for record in records[kept.size :]]
    return Tamper([*records[: kept.size], *(moved or [new])], [kept], {Fault.TIME})


def _dated(record: bytes, when: datetime) -> bytes:
    body = json.loads(record)
    return canonical({**body, "time": json.loads(leaf(when))["time"]})


def _rollback(random: Random, honest: World, kept: Seen) -> Tamper:
    """Everything shown is genuine, the cosignatures too; it is only not the newest."""
    older = [each for each in honest.seen if each.size < kept.size]
    if not older:
        kept = honest.newest
        older = [each for each in honest.seen if each.size < kept.size]
    if not older:
        frontier, _ = of(honest.records[:-1])
        shown = Seen(frontier.size, honest.seen[0].time, witnessed(random, frontier, honest.seen[0].time))
    else:
        shown = random.choice(older)
    history = [each.note for each in honest.seen if each.size <= shown.size]
    return Tamper(honest.records[: shown.size], [kept], SHORTER, shown.note, history)


def _fork(random: Random, honest: World, kept: Seen) -> Tamper:
    at = random.randrange(kept.size)
    size = random.choice([kept.size, len(honest.records), random.randint(kept.size, kept.size + 300)])
    when = time_of(honest.records[at])
    other = [leaf(when + number * timedelta(seconds=1), n=number, who="others") for number in range(size - at)]
    return Tamper([*honest.records[:at], *other], [kept], CHANGED)


KINDS: dict[str, Callable[[Random, World, Seen], Tamper]] = {
    "edit": _edit,
    "delete": _delete,
    "reorder": _reorder,
    "truncate": _truncate,
    "insert": _insert,
    "back-date": _back_date,
    "rollback": _rollback,
    "fork": _fork,
}
