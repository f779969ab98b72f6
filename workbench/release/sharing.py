"""The register of requests and agreements (464.9, 464.11): entered, listed, ended; each on record before it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from workbench.errors import BadInput, NotFound
from workbench.gate import Gate, Request, Rule
from workbench.policy.caller import Caller
from workbench.policy.decision import Decision
from workbench.policy.roles import Operation
from workbench.policy.sharing import AgencyType, Terms, decide_agency, decide_length, decide_under
from workbench.release.bounds import check
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.store.registers.docket import Act, Entry
from workbench.wire.base import Message
from workbench.wire.docket import Kind, State
from workbench.wire.sharing import (
    Agreement,
    CloseRelease,
    EndAgreement,
    Handed,
    NewAgreement,
    NewRelease,
    Release,
    Sharing,
)

ENTER, CLOSE, LIST = "release.enter", "release.close", "sharing.list"
AGREE, END = "agreement.enter", "agreement.end"
FULFILLED, CLOSED, ENDED = "fulfilled", "closed", "ended"


def enter_release(gate: Gate, registers: Registers, caller: Caller, said: NewRelease, settings: Settings) -> Release:
    """Enter a written request; whoever is no law enforcement agency is referred to Records, and never fulfilled here.

    Raises ``Refused`` for a type of agency that the law keeps out, for anything paid, and for an agreement that does
    not stand, and ``BadInput`` for a request that does not say which reads; on record.
    """
    decisions = [decide_agency(said.agency_type, settings.sharing.agency_types, paid=said.paid)]
    if said.agreement is not None:
        terms = terms_of(registers.docket.get(Kind.AGREEMENT, said.agreement))
        decisions.append(decide_under(terms, said.agency, today_of(gate.now(), settings)))
    request = _request(ENTER, Operation.SHARE, said, decisions)
    try:
        check(said.bounds)
    except BadInput as error:
        raise gate.unusable(caller, None, request, error) from None
    receipt = gate.admit(caller, None, request)
    state = State.REFERRED if said.agency_type is AgencyType.OTHER else State.WAITING
    body = said.model_dump(mode="json")
    entered = registers.docket.enter(Kind.RELEASE, body, caller.username, gate.now(), receipt.index, state)
    return release_of(entered, settings)


def enter_agreement(
    gate: Gate, registers: Registers, caller: Caller, said: NewAgreement, settings: Settings
) -> Agreement:
    """Enter an agreement, which another administrator approves; ``Refused`` as above and for one without an end."""
    decisions = [
        decide_agency(said.agency_type, settings.sharing.agency_types),
        decide_length(said.begins, said.ends, settings.sharing.agreement_days),
    ]
    request = _request(AGREE, Operation.RETAIN, said, decisions)
    if unknown := sorted(set(said.sources) - set(settings.sources.names)):
        wrong = BadInput(
            f"These are no sources: {', '.join(unknown)}.",
            where="sources",
            how=f"Choose from {', '.join(settings.sources.names)}.",
            section="464.7(f)",
        )
        raise gate.unusable(caller, None, request, wrong)
    receipt = gate.admit(caller, None, request)
    body = said.model_dump(mode="json")
    entry = registers.docket.enter(Kind.AGREEMENT, body, caller.username, gate.now(), receipt.index)
    return agreement_of(entry, today_of(gate.now(), settings))


def end_agreement(gate: Gate, registers: Registers, caller: Caller, said: EndAgreement, settings: Settings) -> None:
    """End an agreement before its time, which takes one person; ``NotFound``, on record, when none stands."""
    request = _request(END, Operation.RETAIN, said, [])
    gate.demand(caller, None, request)
    none = NotFound(f"No agreement {said.number} stands.", how="Choose one of those listed.", section="464.9")
    entry = registers.docket.get(Kind.AGREEMENT, said.number)
    if entry is None or entry.state is not State.APPROVED:
        raise gate.unusable(caller, None, request, none)
    receipt = gate.admit(caller, None, request)
    if not registers.docket.end(entry.number):
        raise none
    on = {"on": today_of(gate.now(), settings).isoformat(), "reason": said.reason}
    registers.docket.add(said.number, Act(ENDED, on, caller.username, gate.now(), receipt.index))


def listed(gate: Gate, registers: Registers, caller: Caller, settings: Settings) -> Sharing:
    """The whole register, on record."""
    receipt = gate.admit(caller, None, Request(LIST, Operation.SHARE, {}))
    today = today_of(gate.now(), settings)
    releases = [release_of(entry, settings) for entry in registers.docket.of(Kind.RELEASE)]
    agreements = [agreement_of(entry, today) for entry in registers.docket.of(Kind.AGREEMENT)]
    gate.release(receipt, {"count": len(releases) + len(agreements)})
    return Sharing(
        releases=releases,
        agreements=agreements,
        agency_types=[*settings.sharing.agency_types, AgencyType.OTHER],
        sources=list(settings.sources.names),
        record=receipt.index,
    )


def close_release(gate: Gate, registers: Registers, caller: Caller, said: CloseRelease) -> None:
    """Nothing more is given out under a request; ``NotFound`` when none of that number is open."""
    receipt = gate.admit(caller, None, _request(CLOSE, Operation.SHARE, said, []))
    entry = registers.docket.get(Kind.RELEASE, said.number)
    if entry is None or not registers.docket.end(entry.number):
        raise NotFound(
            f"No approved request {said.number} is open.", how="Choose one of those listed.", section="464.11"
        )
    registers.docket.add(said.number, Act(CLOSED, {"reason": said.reason}, caller.username, gate.now(), receipt.index))


def terms_of(entry: Entry | None) -> Terms | None:
    """An agreement as it counts."""
    if entry is None:
        return None
    said = NewAgreement.model_validate(entry.body)
    return Terms(said.agency, said.begins, said.ends, said.sources, entry.state is State.APPROVED)


def until_of(entry: Entry, settings: Settings) -> datetime | None:
    """When the approval of a request ends (UTC); None before it was approved."""
    if entry.decided_at is None or entry.state not in (State.APPROVED, State.DONE):
        return None
    return entry.decided_at + timedelta(days=settings.sharing.release_days)


def release_of(entry: Entry, settings: Settings) -> Release:
    """A request as it travels."""
    files = [
        Handed.model_validate({**act.body, "by": act.by, "at": act.at, "record": act.record})
        for act in entry.acts
        if act.what == FULFILLED
    ]
    told = {**entry.told(), "asked": entry.body, "files": files, "until": until_of(entry, settings)}
    return Release.model_validate(told)


def agreement_of(entry: Entry, today: date) -> Agreement:
    """An agreement as it travels."""
    said = NewAgreement.model_validate(entry.body)
    ended = next((act.body["on"] for act in entry.acts if act.what == ENDED), None)
    force = entry.state is State.APPROVED and said.begins <= today <= said.ends
    return Agreement.model_validate({**entry.told(), "asked": said, "in_force": force, "ended_on": ended})


def today_of(now: datetime, settings: Settings) -> date:
    """The agency's day."""
    return now.astimezone(ZoneInfo(settings.agency.time_zone)).date()


def _request(action: str, operation: Operation, said: Message, decisions: Sequence[Decision]) -> Request:
    def fixed(decision: Decision) -> Rule:
        return lambda _caller, _purpose, _now: decision

    elements: dict[str, Any] = said.model_dump(mode="json")
    return Request(action, operation, elements, rules=[fixed(each) for each in decisions])
