"""The report of a quarter from the access log (464.8): the same log gives the same bytes, whenever and by whomever."""

from __future__ import annotations

import hashlib
import json

from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind
from workbench.policy.quarters import Quarter
from workbench.policy.suppression import single, suppressed
from workbench.release.publication.figures import TABLES, Tally
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.wire.log import LogQuery
from workbench.wire.publication import Report, Row, Sharer, Table

_AT_ONCE = 1_000
_MOST = 5_000


def tally(reader: LogReader, quarter: Quarter, zone: str) -> Tally:
    """The quarter's counts before anything is withheld; a look at the whole quarter, so it takes its time."""
    begin, end = reader.span(quarter.begins(zone), quarter.ends(zone))
    found = Tally()
    for start in range(begin, end, _AT_ONCE):
        found.count(reader.between(start, min(end, start + _AT_ONCE)))
    return found


def report(reader: LogReader, registers: Registers, quarter: Quarter, settings: Settings) -> Report:
    """The report of a quarter that has ended, small numbers withheld."""
    zone = settings.agency.time_zone
    found = tally(reader, quarter, zone)
    return Report(
        agency=settings.agency.name,
        quarter=quarter.name,
        begins=quarter.first.isoformat(),
        until=quarter.next.first.fromordinal(quarter.next.first.toordinal() - 1).isoformat(),
        policy_version=_policy(registers, quarter, zone),
        tables=[_table(place, counts) for place, counts in enumerate(found.tables)],
        figures=[Row(label=label, count=single(count)) for label, count in found.figures.items()],
        agreements=_agreements(reader, quarter, zone),
    )


def text_of(made: Report) -> str:
    """The file: JSON, one form only."""
    return json.dumps(made.model_dump(mode="json"), indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def sha256_of(text: str) -> str:
    """Its digest."""
    return hashlib.sha256(text.encode()).hexdigest()


def _table(place: int, counts: dict[str, int]) -> Table:
    about, shown = TABLES[place], suppressed(list(counts.values()))
    rows = [Row(label=about.labels[name], count=cell) for name, cell in zip(counts, shown.cells, strict=True)]
    return Table(title=about.title, section=about.section, rows=rows, total=shown.total)


def _policy(registers: Registers, quarter: Quarter, zone: str) -> str:
    """The version in force when the quarter ended; empty before the first."""
    before = [each.version for each in registers.policies.versions() if each.installed_at < quarter.ends(zone)]
    return before[0] if before else ""


def _agreements(reader: LogReader, quarter: Quarter, zone: str) -> list[Sharer]:
    """Agencies with which an agreement ran on some day of the quarter, as approvals and ends in the log tell."""
    known = {"kind": Kind.INTENT.value, "end": quarter.ends(zone), "limit": _MOST}
    approved, _ = reader.page(LogQuery.model_validate({"action": "agreement.approve", **known}))
    ended, _ = reader.page(LogQuery.model_validate({"action": "agreement.end", **known, "end": quarter.begins(zone)}))
    gone = {record.body.get("elements", {}).get("number") for record in ended}
    found = set[tuple[str, str]]()
    for record in approved:
        elements = record.body.get("elements", {})
        said = elements.get("asked", {})
        runs = (
            said.get("ends", "") >= quarter.first.isoformat()
            and said.get("begins", "") < quarter.next.first.isoformat()
        )
        if runs and elements.get("number") not in gone:
            found.add((str(said["agency"]), str(said["ends"])))
    return [Sharer(agency=agency, until=until) for agency, until in sorted(found)]
