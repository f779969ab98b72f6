"""What a quarter's records of the access log are counted as (464.8): each record into one table at most.

Only what happened is counted, never what stands at a moment: two successive reports have no event in common, and no
difference between them tells anything. No two tables count the same events, so that no total leads from one to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from workbench.accesslog.record import Kind, Record
from workbench.policy.purpose import CATEGORY_LABELS, Category
from workbench.wire.export import Format

_DONE = (Kind.INTENT, Kind.EVENT)
"""An act that was admitted, or that happened."""
FORMATS = {
    Format.CSV: "Table of text",
    Format.XLSX: "Spreadsheet",
    Format.PDF: "Paper",
    Format.MAP: "Map",
    Format.EVIDENCE: "Evidence package",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A table: ``category`` names the row that a record counts in, or None; rows stand in the order of ``labels``."""

    title: str
    section: str
    labels: Mapping[str, str]
    category: Callable[[Record], str | None]


def _search(record: Record) -> str | None:
    released = record.kind is Kind.RESULT and record.body.get("outcome") == "released"
    live = record.body.get("realm") == "live"
    return (
        str(record.purpose.get("category", "")) if released and live and record.action.startswith("search.") else None
    )


def _refused(record: Record) -> str | None:
    """A refusal for good: what only has to be confirmed is none."""
    if record.kind is not Kind.REFUSAL or record.body.get("realm") == "training" or record.body.get("needs"):
        return None
    section = str(record.body.get("section", ""))
    return section if section in _REFUSALS else "other"


def _file(record: Record) -> str | None:
    released = record.kind is Kind.RESULT and record.body.get("outcome") == "released"
    within = record.action == "export.reads" and not _elements(record).get("release")
    return str(_elements(record).get("format", "")) if released and within else None


def _sharing(record: Record) -> str | None:
    if record.action == "release.enter" and record.kind is Kind.INTENT:
        return "referred" if _elements(record).get("agency_type") == "other" else "entered"
    if record.action == "export.reads":
        gone = record.kind is Kind.RESULT and record.body.get("outcome") == "released"
        return "given" if gone and _elements(record).get("release") else None
    return record.action if record.kind is Kind.INTENT and record.action in _SHARING else None


def _answered(labels: Mapping[str, str], answered: frozenset[str]) -> Callable[[Record], str | None]:
    """Acts by their action; of those with an answer, the answer counts."""

    def category(record: Record) -> str | None:
        if record.action not in labels:
            return None
        if record.action in answered:
            done = record.kind is Kind.RESULT and record.body.get("outcome") == "released"
            return record.action if done else None
        return record.action if record.kind in _DONE else None

    return category


def _elements(record: Record) -> Mapping[str, object]:
    found = record.body.get("elements")
    return found if isinstance(found, Mapping) else {}


_COMMON_FIRST = (
    Category.CRIMINAL_INVESTIGATION,
    Category.STOLEN_OR_WANTED_VEHICLE,
    Category.STOLEN_PLATE,
)
_PURPOSES = {
    category.value: CATEGORY_LABELS[category][0]
    for category in (*_COMMON_FIRST, *(each for each in CATEGORY_LABELS if each not in _COMMON_FIRST))
}
"""In an order that is fixed beforehand, what is common first: a small number takes the one after it along."""
_REFUSALS = {
    "464.5": "No purpose, or one that says nothing",
    "464.10(b)": "No legitimate purpose stated",
    "464.4.1": "Training missing or lapsed",
    "464.4": "No role for it",
    "464.7(f)": "Source not granted",
    "464.11": "Not to be released",
    "464.9": "Kept, held, or never sold",
    "other": "Anything else",
}
AUDITS = {
    "audit.review": "Reviewers' words on sampled records",
    "log.reconciled": "Comparisons of log, store and events",
    "log.read": "Looks at the access log",
    "audit.raise": "Findings raised",
    "audit.decide": "Findings decided",
    "audit.draw": "Samples drawn",
    "audit.report": "Reports of audits sealed or handed out",
    "log.export": "Tables of the access log taken out",
}
"""Acts of auditing by their action in the log, what is common first."""
_ANSWERED = frozenset({"log.read", "log.export", "audit.decide", "audit.draw", "audit.report"})
_TRAINING = {
    "training.acknowledge": "Policy acknowledged",
    "training.quiz": "Quizzes answered",
    "training.sign-off": "Members signed off by a trainer",
}
_RETENTION = {
    "purge.reads": "Purges of reads",
    "log.shred": "Shreddings of log details",
    "hold.place": "Holds placed",
    "hold.lift": "Holds lifted",
}
_SHARING = {
    "entered": "Requests of other agencies",
    "referred": "Requests referred to Records",
    "release.approve": "Requests approved",
    "release.refuse": "Requests refused",
    "given": "Files given out",
    "agreement.approve": "Agreements approved",
    "agreement.end": "Agreements ended early",
}

TABLES = (
    Counted("Searches by purpose", "464.3", _PURPOSES, _search),
    Counted("Requests refused, by reason", "464.5", _REFUSALS, _refused),
    Counted("Files for the department's own cases", "464.9", {kind.value: FORMATS[kind] for kind in Format}, _file),
    Counted("Auditing", "464.6", AUDITS, _answered(AUDITS, _ANSWERED)),
    Counted("Training", "464.12", _TRAINING, _answered(_TRAINING, frozenset())),
    Counted("Retention", "464.9", _RETENTION, _answered(_RETENTION, frozenset({"purge.reads", "log.shred"}))),
    Counted("Sharing with other agencies", "464.11", _SHARING, _sharing),
)

FIGURES: Mapping[str, tuple[str, str]] = {
    "Reads taken in": ("collection.take", "accepted"),
    "Reads purged": ("purge.reads", "purged"),
}
"""Numbers that stand alone: what an action's answers told, added up."""


@dataclass(slots=True)
class Tally:
    """The counts of a quarter, exactly as the log gives them: nothing is withheld here yet."""

    tables: list[dict[str, int]] = field(default_factory=lambda: [dict.fromkeys(each.labels, 0) for each in TABLES])
    figures: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIGURES, 0))

    def count(self, records: Iterable[Record]) -> None:
        """Count these records too."""
        for record in records:
            for table, counts in zip(TABLES, self.tables, strict=True):
                if (category := table.category(record)) in counts:
                    counts[str(category)] += 1
            for label, (action, name) in FIGURES.items():
                number = record.body.get(name)
                released = record.kind is Kind.RESULT and record.body.get("realm") == "live"
                if record.action == action and released and isinstance(number, int):
                    self.figures[label] += number
