"""What a report says (464.6, 464.10(c)), as titles, words, tables and charts; how it looks is the files' matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from workbench.audit.figures import Figures
from workbench.audit.report import elsewhere
from workbench.audit.report.parts import Chart, Section, bars_of, weeks_bars
from workbench.audit.sampling.draw import EACH, RANDOM
from workbench.policy.purpose import CATEGORY_LABELS
from workbench.wire.audits import Audit, Finding, Said, Standing, Verdict


@dataclass(frozen=True, slots=True)
class Report:
    """All of it, and under which record of the log it is sealed."""

    agency: str
    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    record: int
    sealed: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What a report is made of; ``strata`` the sample's rows by why they are in it, ``said`` the words on each."""

    agency: str
    zone: str
    audit: Audit
    standing: Standing
    figures: Figures
    strata: Counter[str]
    said: Sequence[Sequence[Said]]
    flags: Counter[str]
    """What the detectors raised in the period, by detector."""
    idle: tuple[str, ...]
    record: int
    sealed_at: datetime
    sealed_by: str


def report(matter: Matter) -> Report:
    """The whole report."""
    misuse = sum(each.outcome == "misuse" for each in matter.standing.findings)
    found = f"Misuse: {misuse} of {len(matter.standing.findings)} findings." if matter.standing.findings else ""
    return Report(
        agency=matter.agency,
        title=title(matter.audit),
        lead=f"{estimate(matter.standing)} {found}".strip(),
        facts=tuple(_facts(matter)),
        sections=(
            elsewhere.use(matter.figures) if matter.audit.file_name else _use(matter),
            _sample(matter),
            _reviews(matter),
            _findings(matter),
            _detectors(matter),
            elsewhere.proof(matter.audit, matter.record) if matter.audit.file_name else _proof(matter),
        ),
        record=matter.record,
        sealed=_moment(matter.sealed_at, matter.zone),
    )


def title(audit: Audit) -> str:
    """What the report is called."""
    if audit.file_name:
        return f"Audit of another system's log, {audit.file_name}"
    return f"Audit of the access log, {audit.quarter}{' so far, an interim audit' if audit.interim else ''}"


def estimate(standing: Standing) -> str:
    """What the random sample says of all rows that only chance picks."""
    audit = standing.audit
    if not audit.rest:
        return "Every row was looked at."
    most = f"at most {standing.most:,} of {audit.rest:,} ({percent(standing.most, audit.rest)})"
    found = f"{standing.misuse or 'none'} {'are' if standing.misuse > 1 else 'is'} misuse"
    return (
        f"Of {audit.drawn:,} rows drawn at random, {found}: with 95 % confidence, {most} of the rows from which they "
        f"were drawn are misuse."
    )


def percent(part: int, whole: int) -> str:
    """A share for reading, rounded up so that an upper bound stays one."""
    return f"{int(-(-Fraction(part, whole) * 1000 // 1)) / 10:.1f} %" if whole else "-"


def _facts(matter: Matter) -> Iterator[tuple[str, str]]:
    audit, zone = matter.audit, matter.zone
    yield "Period", f"{_moment(audit.begin, zone)} to {_moment(audit.until, zone)}"
    asked = "Searches in the file" if audit.file_name else "Requests to see reads or records"
    yield asked, f"{matter.figures.requests:,}"
    yield "Announced by", f"{audit.announced_by}, record {audit.record}"
    yield "Drawn by", f"{audit.drawn_by}, record {audit.drawn_record}"
    reviewers = sorted({each.by for words in matter.said for each in words})
    yield "Reviewed by", ", ".join(reviewers) or "nobody: there was no row"
    yield "Sealed by", f"{matter.sealed_by}, record {matter.record}, {_moment(matter.sealed_at, zone)}"
    yield "Policy", "sections 464.6 and 464.10(c)"


def _use(matter: Matter) -> Section:
    figures, labels = matter.figures, {each.value: label for each, (label, _) in CATEGORY_LABELS.items()}
    weeks = Chart("Requests by week, from Monday", weeks_bars(figures))
    why = Chart("Admitted requests by purpose", bars_of(figures.categories, labels), upright=False)
    rows = [
        ("Requests", f"{figures.requests:,}"),
        ("admitted", f"{figures.admitted:,}"),
        ("refused", f"{figures.refused:,}"),
        ("Answers that went out", f"{figures.results:,}"),
        ("Reads and records in them", f"{figures.shown:,}"),
        ("Files taken out", f"{figures.files:,}"),
        ("Persons", f"{len(figures.users):,}"),
        *((f"refused under {section}", f"{count:,}") for section, count in sorted(figures.sections.items())),
    ]
    return Section("How the system was used", (), (("", "Number"), rows), (weeks, why))


def _sample(matter: Matter) -> Section:
    audit, strata = matter.audit, matter.strata
    order = sorted(strata, key=lambda why: (why in (RANDOM, EACH), -strata[why], why))
    rows = [(_STRATA.get(why, why.capitalize()), f"{strata[why]:,}") for why in order]
    words = (
        _size(audit),
        f"The public value was announced before it was drawn: {audit.source}",
        f"It was: {audit.value}",
    )
    return Section("Which rows were looked at", words, (("Why", "Rows"), [*rows, ("All", f"{audit.rows:,}")]))


def _size(audit: Audit) -> str:
    allowed = f", {audit.allowed} findings allowed for" if audit.allowed else ""
    return (
        f"{audit.population:,} requests could be looked at; {audit.rows:,} were. Of the {audit.rest:,} that nothing "
        f"but chance picks, {audit.drawn:,} were drawn: enough to show, with a chance of 95 in 100, that more than 1 "
        f"in 100 is misuse{allowed}."
    )


_STRATA = {RANDOM: "Drawn at random", EACH: "Added so that each person has five", "watched": "About a watched plate"}


def _reviews(matter: Matter) -> Section:
    counts = Counter(each.verdict for words in matter.said for each in words)
    bars = tuple((verdict.value.capitalize(), counts[verdict]) for verdict in Verdict)
    rows = [
        (
            f"{pair.first} and {pair.second}",
            f"{pair.rows:,}",
            f"{pair.same:,} ({100 * pair.same / pair.rows:.0f} %)",
            "-" if pair.kappa is None else f"{pair.kappa:.2f}",
        )
        for pair in matter.standing.pairs
    ]
    table = (("Reviewers", "Rows", "Same word", "Kappa"), rows)
    return Section("What the reviewers said", (_TWO,), table, (Chart("Words of both reviewers", bars, upright=False),))


_TWO = (
    "Two persons said of each row what it is; neither knew the other's word, and nobody reviewed a row of his or her "
    "own. Kappa (Cohen) is 1 for full agreement and 0 for what chance alone would do."
)


def _findings(matter: Matter) -> Section:
    findings = matter.standing.findings
    if not findings:
        return Section("Findings", ("None was raised.",))
    head = ("No.", "Rows", "Persons", "What was found", "Decision", "Decided, approved by")
    return Section("Findings", (), (head, [_finding(each) for each in findings]))


def _finding(each: Finding) -> tuple[str, ...]:
    by = f"{each.raised_by}{f', {each.detector}' if each.detector else ''}"
    rows = ", ".join(map(str, each.rows[:12])) + (f" and {len(each.rows) - 12} more" if len(each.rows) > 12 else "")
    decided = "" if each.outcome is None else f"{each.outcome.value.capitalize()}. {each.decision}"
    who = f"{each.decided_by}, {each.approved_by} (record {each.decided_record})"
    return str(each.finding), rows, ", ".join(each.users), f"{each.words} ({by})", decided, who


def _detectors(matter: Matter) -> Section:
    rows = [(name.capitalize(), f"{count:,}") for name, count in matter.flags.items()]
    words = ["What rules pointed at is a question to a reader; it is no part of the estimate."]
    if matter.idle:
        words.append(f"Without anything to look at: {', '.join(matter.idle)}.")
    return Section("What the detectors pointed at", tuple(words), (("Rule", "Flags"), rows))


def _proof(matter: Matter) -> Section:
    audit = matter.audit
    name, size, root = audit.checkpoint.strip().split("\n")
    begin, until = (f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for moment in (audit.begin, audit.until))
    rows = [("Log", name), ("Records", size), ("Root", root), ("Public value", audit.value), ("Seed", audit.seed)]
    rows += [("Period (UTC)", f"{begin} to {until}"), ("Report sealed as record", str(matter.record))]
    return Section("How to check this", (_CHECK,), (("", ""), rows))


def _moment(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %Z}"


_CHECK = (
    "Whoever has the exported log draws the same sample with docs/recompute_sample.py, from the seed below. The seed "
    "is SHA-256 over the checkpoint (three lines: name of the log, number of records, root) and the public value."
)
