"""Holding the detectors against the truth of simulated quarters, and against real logs in which nobody knows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.audit_detectors.misuse import KINDS, plant
from benchmarks.audit_detectors.simulator import Event, Quarter, honest
from benchmarks.audit_detectors.wilson import Share, share
from workbench.audit.detectors.every import EVERY, flags, idle
from workbench.audit.foreign.log import read
from workbench.audit.row import Case, Flag, Ground, Row
from workbench.plates.pattern import parse

ZONE = "America/Los_Angeles"


@dataclass
class Tally:
    """What was found over all quarters."""

    rows: int = 0
    honest_rows: int = 0
    honest_named: Counter[str] = field(default_factory=Counter)
    """Honest rows that a detector named in a flag without any misuse in it."""
    honest_any: int = 0
    right: Counter[str] = field(default_factory=Counter)
    raised: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    found_by: Counter[tuple[str, str]] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)

    def precision(self, detector: str) -> Share:
        """Of its flags, those that name a row of misuse."""
        return share(self.right[detector], self.raised[detector])

    def recall(self, kind: str) -> Share:
        """Of the episodes of a kind, those of which any detector names a row."""
        return share(self.found[kind], self.planted[kind])


def simulated(seeds: range) -> Tally:
    """So many quarters, one episode of each kind in each."""
    tally = Tally()
    for seed in seeds:
        quarter = honest(seed)
        plant(quarter)
        _count(quarter, tally)
    return tally


def _count(quarter: Quarter, tally: Tally) -> None:
    events = sorted(quarter.events, key=lambda event: event["at"])
    raised = flags([row(index, event) for index, event in enumerate(events)], ground(quarter))
    truth = {index: str(event["truth"]) for index, event in enumerate(events)}
    kinds_of: dict[str, set[str]] = {}
    wolf: set[int] = set()
    for flag in raised:
        met = {truth[index] for index in flag.rows} - {""}
        tally.raised[flag.detector] += 1
        tally.right[flag.detector] += bool(met)
        for kind in met:
            kinds_of.setdefault(kind, set()).add(flag.detector)
        if not met:
            tally.honest_named[flag.detector] += len(flag.rows)
            wolf.update(flag.rows)
    tally.rows += len(events)
    tally.honest_rows += sum(not kind for kind in truth.values())
    tally.honest_any += len(wolf)
    for kind in KINDS:
        tally.planted[kind] += 1
        tally.found[kind] += kind in kinds_of
        tally.found_by.update((kind, detector) for detector in kinds_of.get(kind, ()))


def row(index: int, event: Event) -> Row:
    """An event as detectors see it."""
    return Row(
        index=index,
        time=event["at"],
        user=event["who"],
        action=event["does"],
        plate=event["plate"],
        pattern=parse(event["pattern"]) if event["pattern"] else None,
        released=frozenset(event["shown"]),
        case=event["case"],
        reason=event["why"],
        address=event["from"],
        about=event["about"],
        trained=True,
    )


def ground(quarter: Quarter) -> Ground:
    """The lists that the agency hands in."""
    cases = {name.casefold(): Case(closed, frozenset(who)) for name, (closed, who) in quarter.cases.items()}
    return Ground(
        ZONE,
        cases,
        watched=lambda plate: quarter.watched.get(plate, ""),
        concerned=lambda plate, user: quarter.watched.get(plate, "").endswith(user),
    )


@dataclass(frozen=True)
class RealLog:
    """What the detectors say of one published log. ``named`` counts rows by detector, ``idle`` those without matter."""

    name: str
    rows: int
    masked: int
    named: dict[str, int]
    idle: tuple[str, ...]
    kinds: dict[str, int]
    """Rows by what is wrong with their reason."""


def real(folder: Path) -> list[RealLog]:
    """Each published log; whatever is flagged of them counts as an alarm, as nobody knows better."""
    return [_real(path) for path in sorted(folder.glob("*.csv"))]


def _real(path: Path) -> RealLog:
    log = read(path.name, path.read_bytes(), ZONE)
    rows, seen = list(log.rows), Ground(ZONE)
    raised = flags(rows, seen)
    named = {each.name: len({index for flag in _of(raised, each.name) for index in flag.rows}) for each in EVERY}
    kinds = Counter({flag.reason.split(": ", 1)[-1]: len(flag.rows) for flag in _of(raised, "vague reason")})
    return RealLog(path.stem, len(rows), log.masked, named, tuple(each.name for each in idle(rows, seen)), dict(kinds))


def _of(raised: list[Flag], detector: str) -> list[Flag]:
    return [flag for flag in raised if flag.detector == detector]
