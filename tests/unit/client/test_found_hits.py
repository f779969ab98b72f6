"""What an analyst sees of hits (464.7(g)): each with its mark, harmless, and gone from a saved notebook."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape

import pytest

from tests.policy.people import purpose
from workbench.client.found_hits import FoundHits
from workbench.policy.caller import Realm
from workbench.policy.hits import RESULTS, Matched, Status, mark
from workbench.wire.hits import Hit, HitPage, Place, Verified
from workbench.wire.log import RECORD_MEDIA_TYPE
from workbench.wire.purpose import PurposeDeclared

pytestmark = pytest.mark.section("464.7(g)")

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOSTILE = "<img src=x onerror=alert(1)>"
DECLARED = PurposeDeclared(
    purpose_id="p-1",
    category=purpose().category.value,
    case_number="26-118",
    realm=Realm.LIVE,
    declared_at=NOW,
    expires_at=NOW + timedelta(hours=1),
    record=3,
)


def hit(number: int, status: Status) -> Hit:
    return Hit(
        hit=number,
        read_id=f"r-{number}",
        time=NOW,
        camera=HOSTILE,
        latitude=32.792,
        longitude=-115.5631,
        source="department",
        plate="7ABC123",
        state=None,
        confidence=None,
        matched=Matched.EXACT,
        hotlist="stolen",
        version=1,
        hotlist_source="state",
        listed_plate="7ABC123",
        listed_state="CA",
        reason="stolen vehicle",
        case_number="26-118",
        entered=NOW,
        expires=NOW,
        listed_note="",
        status=status,
        mark=mark(status),
        verifications=[],
        batch_record=7,
        version_installed=NOW,
        version_in_force=True,
    )


def page(*statuses: Status) -> FoundHits:
    hits = [hit(number, status) for number, status in enumerate(statuses, 1)]
    last = Place(time=NOW, hit=1)
    head = HitPage(
        hits=hits,
        total=9,
        next=last,
        counts={status: statuses.count(status) for status in statuses},
        sources_searched=["department"],
        sources_left_out=[],
        stale_hours=24,
        record=12,
        result_record=13,
    )
    return FoundHits(head, DECLARED)


@pytest.mark.parametrize("status", sorted({Status.UNVERIFIED, *RESULTS} - {Status.CONFIRMED}), ids=str)
def test_every_hit_but_a_confirmed_one_carries_its_mark_in_frame_and_table(status: Status) -> None:
    found = page(status, Status.CONFIRMED)
    assert found.frame["mark"].to_list() == [mark(status), ""]
    assert found.marks == {1: mark(status), 2: ""}
    assert found._repr_html_().count(escape(mark(status))) == 1


def test_it_says_how_many_and_where_the_look_is_on_record() -> None:
    found = page(Status.UNVERIFIED, Status.CONFIRMED)
    assert found.summary == "2 of 9 hits, 1 of them not confirmed; records 12 and 13 of the access log."
    assert found.next == Place(time=NOW, hit=1)
    assert "7ABC123" not in repr(found)


@pytest.mark.section("464.10")
def test_what_comes_from_data_is_escaped_and_a_saved_notebook_names_the_records() -> None:
    found = page(Status.UNVERIFIED)
    assert HOSTILE not in found._repr_html_()
    assert found._repr_mimebundle_() == {RECORD_MEDIA_TYPE: {"records": [12, 13]}}
    assert "<pre>" not in found._repr_html_()
    proved = FoundHits(found.head.model_copy(update={"receipt": "c2sp.org/tlog-proof@v1"}), DECLARED)
    assert "<pre>c2sp.org/tlog-proof@v1</pre>" in proved._repr_html_()
    assert proved._repr_mimebundle_()[RECORD_MEDIA_TYPE]["receipts"] == {"13": "c2sp.org/tlog-proof@v1"}


def test_a_verified_hit_is_shown_alike_and_no_hit_too() -> None:
    one = FoundHits(Verified(hit=hit(1, Status.CONFIRMED), record=12, result_record=13), DECLARED)
    assert (len(one), one.next) == (1, None)
    assert one.summary.startswith("1 hits, 0 of them not confirmed")
    assert page().frame.height == len(page()) == 0
