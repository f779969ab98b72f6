"""Which plates may be recorded (464.7.1(a)): those in public view, or those that a court order names."""

from __future__ import annotations

import re

from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.sections import Section

IN_PUBLIC_VIEW = frozenset({"public_road", "public_place"})
COURT_ORDER = "court_order"
_NUMBER = re.compile(r"(?=.*\d)[\w][\w ./#:-]{1,58}[\w]")


def decide_provenance(provenance: str, court_order: str) -> Decision:
    """Admit reads from a public road or place, or from elsewhere with the number of the court order."""
    order = court_order.strip()
    if provenance in IN_PUBLIC_VIEW:
        if order:
            return _refuse(
                "A court order is named, but the plates are said to have been in public view.",
                "State the provenance as 'court_order', or leave the order's number out.",
            )
        return allow(Section.PUBLIC_VIEW)
    if provenance != COURT_ORDER:
        return _refuse(
            "It is not said where the plates of this batch were exposed to view.",
            "State its provenance: public_road, public_place, or court_order with the order's number.",
        )
    if not _NUMBER.fullmatch(order):
        return _refuse(
            "Plates out of public view need the number of the court order that allows recording them.",
            "Give the order's number as the court wrote it: 3 to 60 characters, a digit among them.",
        )
    return allow(Section.PUBLIC_VIEW)


def _refuse(reason: str, how: str) -> Decision:
    return refuse(Section.PUBLIC_VIEW, reason, how)
