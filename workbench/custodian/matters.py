"""What waits on the page of decisions, in words, and what is asked once more before it is approved (464.9, 464.11)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from workbench.custodian.asked import in_words
from workbench.custodian.services import Services
from workbench.custodian.stepups import Question
from workbench.policy.decision import Decision
from workbench.policy.sharing import TYPES, USES, decide_agency, decide_under
from workbench.release.breaches import breach_of, closers
from workbench.release.publication.policies import put_in_force
from workbench.release.publication.publishing import decide_same, report_of
from workbench.release.sharing import terms_of, today_of
from workbench.store.registers.docket import Entry
from workbench.wire.docket import Kind, State
from workbench.wire.publication import Table
from workbench.wire.sharing import NewAgreement, Requested

_SHOWN = 1_500
"""Characters of a policy that are shown beside the field for the password."""


class Deciding(NamedTuple):
    """How a kind is decided: its acts in the log, its words, and what the policy says to it today."""

    approve: str
    refuse: str
    words: Callable[[Entry], Question]
    today: Callable[[Entry, Services], list[Decision]]
    yes: State = State.APPROVED
    no: State = State.REFUSED
    others: Callable[[Entry], frozenset[str]] = lambda entry: frozenset({entry.entered_by})
    """Who may not decide it."""
    done: Callable[[Entry, Services, str, int], None] = lambda _entry, _rooms, _by, _record: None
    """What follows at once from a yes by this person under this record."""


def _release(entry: Entry) -> Question:
    said = Requested.model_validate(entry.body)
    under = f"agreement {said.agreement}" if said.agreement else "none: on this approval alone"
    return Question(
        f"Approve request {entry.number}: reads for {said.agency}",
        {
            "Agency": said.agency,
            "Type": TYPES[said.agency_type],
            "Person": said.person,
            "Purpose": said.purpose,
            "In writing": f"{said.reference}, {said.written_on}",
            "Permitted use": f"18 USC {said.permitted_use.value}: {USES[said.permitted_use]}",
            "Agreement": under,
            **dict(said.bounds.told() if said.bounds else ()),
        },
    )


def _release_today(entry: Entry, rooms: Services) -> list[Decision]:
    said = Requested.model_validate(entry.body)
    decisions = [decide_agency(said.agency_type, rooms.settings.sharing.agency_types, paid=said.paid)]
    if said.agreement is not None:
        terms = terms_of(rooms.registers.docket.get(Kind.AGREEMENT, said.agreement))
        decisions.append(decide_under(terms, said.agency, today_of(rooms.gate.now(), rooms.settings)))
    return decisions


def _agreement(entry: Entry) -> Question:
    said = NewAgreement.model_validate(entry.body)
    return Question(
        f"Approve agreement {entry.number}: sharing with {said.agency}",
        {
            "Agency": said.agency,
            "Type": TYPES[said.agency_type],
            "From": str(said.begins),
            "Until": str(said.ends),
            "Sources": ", ".join(said.sources),
            "Terms": said.terms,
        },
    )


def _agreement_today(entry: Entry, rooms: Services) -> list[Decision]:
    said = NewAgreement.model_validate(entry.body)
    return [decide_agency(said.agency_type, rooms.settings.sharing.agency_types)]


def _publication(entry: Entry) -> Question:
    told = report_of(str(entry.body["text"]))
    tables = {each.title: _in_words(each) for each in told.tables}
    return Question(
        f"Publish the transparency report of {told.quarter}",
        {
            "Quarter": f"{told.quarter}, {told.begins} to {told.until}",
            **tables,
            "SHA-256 of the report": str(entry.body["sha256"]),
            "Where": "On the public page, for anybody, for good",
        },
    )


def _in_words(table: Table) -> str:
    rows = [f"{row.label}: {row.count:,}" for row in table.rows if row.count is not None]
    withheld = len(table.rows) - len(rows)
    total = "total withheld" if table.total is None else f"total {table.total:,}"
    return "; ".join([*rows, *([f"{withheld} withheld"] if withheld else []), total])


def _publication_today(entry: Entry, rooms: Services) -> list[Decision]:
    return [decide_same(entry, rooms.reader, rooms.registers, rooms.settings)]


def _breach(entry: Entry) -> Question:
    told = breach_of(entry)
    people = len({each.user for scope in told.scopes for each in scope.people})
    notices = "; ".join(f"{each.to}, {each.on}, {each.way}" for each in told.notices)
    return Question(
        f"Close breach {entry.number}",
        {
            "Noticed on": str(told.reported.noticed_on),
            "What": told.reported.what,
            "Measured by the log": f"{len(told.scopes)} times; {people} people or devices in it",
            "Reads exposed": ", ".join(f"{scope.reads:,}" for scope in told.scopes) or "not measured",
            "Told of it": notices or "nobody",
            "Found and done": told.outcome,
        },
    )


def _policy(entry: Entry) -> Question:
    text = str(entry.body["text"])
    more = (
        f"\n… and {len(text) - _SHOWN:,} characters more: read it whole in the notebook" if len(text) > _SHOWN else ""
    )
    return Question(
        f"Put version {entry.body['version']} of the policy in force",
        {
            "Version": str(entry.body["version"]),
            "SHA-256 of its text": str(entry.body["sha256"]),
            "What follows": "Everybody acknowledges it in the training notebook before the next query (464.4.1)",
            "Where": "On the public page, for anybody; versions before it stay there",
            "It begins": text[:_SHOWN] + more,
        },
    )


def _policy_done(entry: Entry, rooms: Services, by: str, record: int) -> None:
    put_in_force(rooms.registers, entry, by, record, rooms.gate.now())


def _glass(entry: Entry) -> Question:
    asked = entry.body["asked"]
    purpose = asked.get("purpose") or {}
    details = {
        "Made by": f"{entry.entered_by}, without the second person whom it takes",
        "Why nobody could be asked": str(entry.body["why"]),
        "To be looked at by": str(entry.body["review_by"]),
        "Why it takes two": str(asked.get("reason", "")),
        "Case": str(purpose.get("case_number", "")),
        "Narrative": str(purpose.get("narrative", "")),
        "Why this plate": str(purpose.get("why_this_plate", "")),
        **asked.get("elements", {}),
        "Record": f"{entry.record} of the access log; what was found stands in the records after it",
    }
    return Question(f"Find justified what {entry.entered_by} searched alone", dict(in_words(details, "UTC")))


DECIDING = {
    Kind.RELEASE: Deciding("release.approve", "release.refuse", _release, _release_today),
    Kind.AGREEMENT: Deciding("agreement.approve", "agreement.refuse", _agreement, _agreement_today),
    Kind.BREACH: Deciding(
        "breach.close", "breach.reopen", _breach, lambda _entry, _rooms: [], State.DONE, State.OPEN, closers
    ),
    Kind.GLASS: Deciding("glass.justified", "glass.unjustified", _glass, lambda _entry, _rooms: []),
    Kind.POLICY: Deciding("policy.approve", "policy.refuse", _policy, lambda _entry, _rooms: [], done=_policy_done),
    Kind.PUBLICATION: Deciding("publication.approve", "publication.refuse", _publication, _publication_today),
}
