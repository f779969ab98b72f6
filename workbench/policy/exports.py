"""What must be given before reads leave the workbench as a file (464.5, 464.9, 464.10(b), 464.11).

A file goes where no log follows it: so taking one out is asked again each time, however narrow the search. Many reads
at once are approved by a second person, and there is a number that nobody takes out.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.policy.decision import Assent, Decision, refuse
from workbench.policy.sections import Section

SHORTEST_REASON = 15
"""Characters of a reason that says anything."""


@dataclass(frozen=True, slots=True)
class ExportLimits:
    """Reads that the asker alone may take out at once, and the most that anybody may."""

    rows: int = 500
    most: int = 10_000


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """What the policy looks at: reads asked for at most, and why they are taken out."""

    limit: int
    why: str


def decide_export(facts: ExportFacts, limits: ExportLimits, search: Decision) -> Decision:
    """Whose word it takes, given what the policy says to the ``search``; nobody takes anything out unasked."""
    if not search.allowed and search.needs is None:
        return search
    if facts.limit > limits.most:
        return refuse(
            Section.RELEASE,
            f"Up to {facts.limit:,} reads are asked for as a file; {limits.most:,} may be taken out at once.",
            "Narrow the search, or take out fewer reads.",
        )
    if len(facts.why) < SHORTEST_REASON or " " not in facts.why.strip():
        return refuse(
            Section.LEGITIMATE_PURPOSE,
            "It is not said what the file is for.",
            f"Write in {SHORTEST_REASON} characters or more whose file it goes into, and what it shows there.",
        )
    reasons = [] if search.allowed else [search.reason]
    if facts.limit > limits.rows:
        reasons.append(f"Up to {facts.limit:,} reads are taken out, more than {limits.rows:,}.")
    if facts.limit > limits.rows or search.needs is Assent.SECOND_PERSON:
        how = "Take out fewer reads, or have a second person approve it."
        return refuse(Section.RELEASE, " ".join(reasons), how, Assent.SECOND_PERSON)
    asked = "Reads leave the workbench as a file, which no log follows."
    return refuse(
        Section.RELEASE,
        " ".join([asked, *reasons]),
        "Confirm it on the signed-in page, then take it out again.",
        Assent.OWN,
    )
