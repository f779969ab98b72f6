"""464.7.1(a): plates in public view are recorded, others under a court order that is named."""

from __future__ import annotations

import pytest

from workbench.policy.provenance import COURT_ORDER, IN_PUBLIC_VIEW, decide_provenance
from workbench.wire.ingest import Provenance

pytestmark = pytest.mark.section("464.7.1(a)")


@pytest.mark.parametrize(
    ("provenance", "order", "allowed", "reason"),
    [
        ("public_road", "", True, ""),
        ("public_place", "  ", True, ""),
        ("court_order", "SW-2026-118", True, ""),
        ("court_order", "21 CV 0443/B", True, ""),
        ("court_order", "", False, "need the number"),
        ("court_order", "   ", False, "need the number"),
        ("court_order", "pending", False, "need the number"),
        ("court_order", "-1-", False, "need the number"),
        ("court_order", "9" * 61, False, "need the number"),
        ("court_order", "118\n119", False, "need the number"),
        ("public_road", "SW-2026-118", False, "court order is named"),
        ("", "", False, "not said where"),
        ("", "SW-2026-118", False, "not said where"),
        ("private_garage", "", False, "not said where"),
        ("Public_Road", "", False, "not said where"),
    ],
)
def test_what_may_be_recorded(provenance: str, order: str, allowed: bool, reason: str) -> None:
    decision = decide_provenance(provenance, order)
    assert (decision.allowed, decision.section) == (allowed, "464.7.1(a)")
    assert reason in decision.reason
    assert allowed or decision.how


def test_the_message_and_the_rule_know_the_same_provenances() -> None:
    assert set(Provenance) == {*IN_PUBLIC_VIEW, COURT_ORDER}
