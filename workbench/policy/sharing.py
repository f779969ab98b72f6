"""With whom reads are shared, and on what terms (464.9, 464.11): agencies by agreement or written request, never sold.

California Civil Code 1798.90.55 lets a public agency share with public agencies of this state only; the Attorney
General's bulletin 2023-DLE-06 reads it so that out-of-state and federal agencies, and private ones, are outside.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.sections import Section


class AgencyType(StrEnum):
    """Who asks."""

    CALIFORNIA_LAW_ENFORCEMENT = "california_law_enforcement"
    CALIFORNIA_PROSECUTOR = "california_prosecutor"
    OUT_OF_STATE = "out_of_state"
    FEDERAL = "federal"
    PRIVATE = "private"
    OTHER = "other"
    """Neither law enforcement nor a prosecutor: a person, the press, another public office."""


TYPES: dict[AgencyType, str] = {
    AgencyType.CALIFORNIA_LAW_ENFORCEMENT: "Law enforcement agency of California",
    AgencyType.CALIFORNIA_PROSECUTOR: "Prosecutor of California",
    AgencyType.OUT_OF_STATE: "Agency of another state",
    AgencyType.FEDERAL: "Federal agency",
    AgencyType.PRIVATE: "Private company or person's agent",
    AgencyType.OTHER: "Neither law enforcement nor prosecutor",
}
SHAREABLE = (AgencyType.CALIFORNIA_LAW_ENFORCEMENT, AgencyType.CALIFORNIA_PROSECUTOR)
"""The types that are shared with unless the agency's counsel has others configured."""


class PermittedUse(StrEnum):
    """The use under the Driver's Privacy Protection Act, 18 USC 2721(b), that a release rests on."""

    GOVERNMENT = "2721(b)(1)"
    PROCEEDING = "2721(b)(4)"
    STATE_LAW = "2721(b)(14)"


USES: dict[PermittedUse, str] = {
    PermittedUse.GOVERNMENT: "A government agency carries out its functions, law enforcement and courts included",
    PermittedUse.PROCEEDING: "A civil, criminal or administrative proceeding, or the execution of a judgment",
    PermittedUse.STATE_LAW: "A use that the law of the state authorises for the operation of vehicles or public safety",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """An agreement as it counts: how far it reaches, and whether it was approved and not ended since."""

    agency: str
    begins: date
    ends: date
    sources: Collection[str]
    stands: bool


def decide_agency(kind: AgencyType, allowed: Collection[AgencyType], *, paid: bool = False) -> Decision:
    """Whether anything may be shared with an agency of this type; selling is refused whoever buys."""
    if paid:
        return refuse(
            Section.RETENTION,
            "Reads are never sold: nothing may be paid for them.",
            "Tell whoever asked. A cost that the law lets Records charge is not taken for reads.",
        )
    if kind is not AgencyType.OTHER and kind not in allowed:
        return refuse(
            Section.RELEASE,
            f"The law lets nothing be shared with this type of agency: {TYPES[kind].lower()}.",
            "Civil Code 1798.90.55, Attorney General's bulletin 2023-DLE-06. Ask the agency's counsel: what the law "
            "has come to allow is configured under [sharing].",
        )
    return allow(Section.RELEASE)


def decide_length(begins: date, ends: date, most_days: int) -> Decision:
    """Whether an agreement has an end, and one that can be foreseen."""
    if ends <= begins or (ends - begins).days > most_days:
        return refuse(
            Section.RETENTION,
            f"An agreement lasts one day at least and {most_days} at most.",
            "Give another last day; it can be made anew when it ends.",
        )
    return allow(Section.RETENTION)


def decide_under(terms: Terms | None, agency: str, today: date, sources: Collection[str] = ()) -> Decision:
    """Whether a release to this agency may rest on this agreement today, for reads of these sources."""
    if terms is None or terms.agency.casefold() != agency.casefold():
        return refuse(
            Section.RELEASE, "There is no such agreement with this agency.", "Look at the list of agreements."
        )
    if not terms.stands or not terms.begins <= today <= terms.ends:
        return refuse(
            Section.RETENTION,
            f"The agreement with {terms.agency} is not in force: it runs from {terms.begins} to {terms.ends}"
            f"{'' if terms.stands else ', and was not approved or was ended'}.",
            "Make a new agreement, or have the request approved without one.",
        )
    if beyond := sorted(set(sources) - set(terms.sources)):
        return refuse(
            Section.SOURCES,
            f"The agreement with {terms.agency} does not reach to these sources: {', '.join(beyond)}.",
            "Search the sources that it names alone.",
        )
    return allow(Section.RELEASE)
