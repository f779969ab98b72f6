"""Publishing the report of a quarter (464.8): proposed by one person, approved by another, kept for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from workbench.accesslog.reader import LogReader
from workbench.errors import BadInput, WorkbenchError
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.quarters import Quarter
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.release.publication.policies import policy_of
from workbench.release.publication.report import report, sha256_of, text_of
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.store.registers.docket import Entry
from workbench.wire.docket import Kind, State
from workbench.wire.publication import (
    AskReport,
    Draft,
    ProposeReport,
    Publication,
    Publications,
    Published,
    Report,
)

DRAFT, PROPOSE, LIST = "publication.draft", "publication.propose", "publication.list"
OFFERED = 4
"""How many of the last quarters are offered for a report."""


def draft(
    gate: Gate, reader: LogReader, registers: Registers, caller: Caller, said: AskReport, settings: Settings
) -> Draft:
    """The report of a quarter as the log gives it; ``Refused`` for one that has not ended. On record."""
    request = Request(DRAFT, Operation.RETAIN, said.model_dump(mode="json"), rules=[_ended(said.quarter, settings)])
    receipt = gate.admit(caller, None, request)
    try:
        made = report(reader, registers, Quarter.named(said.quarter), settings)
    except WorkbenchError as error:
        gate.fail(receipt, error.kind)
        raise
    text = text_of(made)
    gate.release(receipt, {"sha256": sha256_of(text)})
    return Draft(quarter=said.quarter, text=text, sha256=sha256_of(text), report=made, record=receipt.index)


def propose(
    gate: Gate, reader: LogReader, registers: Registers, caller: Caller, said: ProposeReport, settings: Settings
) -> Publication:
    """Propose the report that was drafted: made afresh, it has to be the same. One a quarter waits or is published."""
    rules = [_ended(said.quarter, settings), lambda *_: _once(registers, said.quarter)]
    request = Request(PROPOSE, Operation.RETAIN, said.model_dump(mode="json"), rules=rules)
    gate.demand(caller, None, request)
    text = text_of(report(reader, registers, Quarter.named(said.quarter), settings))
    if sha256_of(text) != said.sha256:
        wrong = BadInput(
            "The report is no longer what was drafted.",
            where="sha256",
            how="Draft it again and look at it before you propose it.",
            section="464.8",
        )
        raise gate.unusable(caller, None, request, wrong)
    receipt = gate.admit(caller, None, request)
    body = {"quarter": said.quarter, "sha256": said.sha256, "text": text}
    return publication_of(registers.docket.enter(Kind.PUBLICATION, body, caller.username, gate.now(), receipt.index))


def proposed(gate: Gate, registers: Registers, caller: Caller, settings: Settings) -> Publications:
    """All that were proposed, newest first, and the last quarters without one; on record."""
    receipt = gate.admit(caller, None, Request(LIST, Operation.RETAIN, {}))
    found = [publication_of(entry) for entry in registers.docket.of(Kind.PUBLICATION)]
    gate.release(receipt, {"count": len(found)})
    taken = {each.quarter for each in found if each.state is not State.REFUSED}
    last = [quarter for quarter in _last(gate.now(), settings) if quarter not in taken]
    policies = [policy_of(entry) for entry in registers.docket.of(Kind.POLICY)]
    return Publications(publications=found, policies=policies, open=last, record=receipt.index)


def published(registers: Registers) -> list[Published]:
    """What anybody may read, the newest quarter first."""
    every = [entry for entry in registers.docket.of(Kind.PUBLICATION) if entry.state is State.APPROVED]
    found = [
        Published.model_validate({**entry.body, "number": entry.number, "approved_at": entry.decided_at})
        for entry in every
    ]
    return sorted(found, key=lambda each: each.quarter, reverse=True)


def decide_same(entry: Entry, reader: LogReader, registers: Registers, settings: Settings) -> Decision:
    """Whether the log still gives the report that was proposed, byte for byte."""
    made = text_of(report(reader, registers, Quarter.named(str(entry.body["quarter"])), settings))
    if made == entry.body["text"]:
        return allow(Section.PUBLICATION)
    return refuse(
        Section.PUBLICATION,
        "The access log no longer gives this report.",
        "Refuse it, with that reason, and have it drafted again.",
    )


def publication_of(entry: Entry) -> Publication:
    """A proposed report as it travels, without its text."""
    known = {"quarter": entry.body["quarter"], "sha256": entry.body["sha256"]}
    return Publication.model_validate({**entry.told(), **known})


def report_of(text: str) -> Report:
    """The report in a file."""
    return Report.model_validate_json(text)


def _ended(name: str, settings: Settings) -> Callable[[object, object, datetime], Decision]:
    def decide(_caller: object, _purpose: object, now: datetime) -> Decision:
        if Quarter.named(name).over(now, settings.agency.time_zone):
            return allow(Section.PUBLICATION)
        return refuse(
            Section.PUBLICATION,
            f"The quarter {name} has not ended: reports are of whole quarters, so that no two have a day in common.",
            "Wait until it is over.",
        )

    return decide


def _once(registers: Registers, quarter: str) -> Decision:
    taken = [each for each in registers.docket.of(Kind.PUBLICATION) if each.body["quarter"] == quarter]
    if all(each.state is State.REFUSED for each in taken):
        return allow(Section.PUBLICATION)
    return refuse(
        Section.PUBLICATION,
        f"The report of {quarter} waits for approval, or is published already: each quarter has one.",
        "Look at the list of reports.",
    )


def _last(now: datetime, settings: Settings) -> list[str]:
    zone, quarter, found = settings.agency.time_zone, Quarter.of(now.date()), list[str]()
    while len(found) < OFFERED:
        if quarter.over(now, zone):
            found.append(quarter.name)
        quarter = quarter.previous
    return found
