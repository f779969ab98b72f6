"""What takes two persons, over HTTP (464.8 to 464.11): entered in a kernel, decided on a page, by somebody else."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.custodian import Custodian, opened
from workbench.accesslog.record import Kind
from workbench.policy.quarters import Quarter
from workbench.wire.docket import State

pytestmark = pytest.mark.section("464.11", "464.9")

ASKED = {
    "agency": "Imperial County Sheriff",
    "agency_type": "california_law_enforcement",
    "person": "Det. R. Vega",
    "purpose": "Homicide of 3 May, case 26-0088: where the suspect's car was seen.",
    "written_on": datetime.now(UTC).date().isoformat(),
    "reference": "Letter 26-118",
    "permitted_use": "2721(b)(1)",
    "bounds": {
        "plates": ["7ABC123"],
        "window": {"start": "2026-05-01T00:00:00-07:00", "end": "2026-05-04T00:00:00-07:00"},
        "reads": 40,
    },
}


@pytest.fixture(scope="module")
def custodian() -> Iterator[Custodian]:
    """One of this module's own: its policy changes."""
    with tempfile.TemporaryDirectory(prefix="c") as folder, opened(Path(folder)) as running:
        yield running


def decide(custodian: Custodian, name: str, number: int, approved: bool, reason: str = "") -> httpx.Response:
    said: dict[str, Any] = {"number": number, "approved": approved, "reason": reason}
    return custodian.on_page(name, "POST", "/decisions", said)


def test_a_request_is_approved_on_a_page_with_the_password_and_in_no_kernel(custodian: Custodian) -> None:
    with custodian.trained("ana"), custodian.trained("adam"), custodian.client("ana") as ana:
        entered = ana.sharing.enter(ASKED)
        said = {"number": entered.number, "approved": True}
        for name in ("ana", "adam"):
            assert custodian.call(custodian.token(name), "POST", "/decisions", said).status_code == 403
        assert ana.sharing.register().releases[0].state is State.WAITING
        waiting = custodian.on_page("adam", "GET", "/decisions").json()
        details = waiting[-1]["details"]
        assert details["Permitted use"].startswith("18 USC 2721(b)(1)")
        assert (details["Plates asked for"], details["From"]) == ("7ABC123", "2026-05-01 07:00 UTC")
        assert details["At most"] == "40 reads in one file"
        assert decide(custodian, "adam", entered.number, True).status_code == 204
        decided = ana.sharing.register().releases[0]
        assert (decided.state, decided.decided_by) == (State.APPROVED, "adam")
        assert decide(custodian, "adam", entered.number, False, "I changed my mind.").status_code == 404
    record = custodian.records(action="release.approve")[0]
    assert record.kind is Kind.INTENT
    assert record.body["client"]["step_up"] > 0
    assert record.body["elements"]["asked"]["person"] == "Det. R. Vega"
    assert record.body["elements"]["asked"]["bounds"]["reads"] == 40


def test_nobody_decides_what_he_or_she_entered(custodian: Custodian) -> None:
    with custodian.trained("adam"), custodian.client("adam") as adam:
        entered = adam.sharing.enter(ASKED)
        refused = decide(custodian, "adam", entered.number, True)
        assert (refused.status_code, refused.json()["section"]) == (403, "464.3.1")
        assert custodian.records(action="release.approve")[0].kind is Kind.REFUSAL


def test_a_refusal_has_a_reason_that_is_kept(custodian: Custodian) -> None:
    with custodian.trained("ana"), custodian.trained("adam"), custodian.client("ana") as ana:
        entered = ana.sharing.enter(ASKED)
        assert decide(custodian, "adam", entered.number, False, "no").status_code == 422
        assert decide(custodian, "adam", entered.number, False, "No case of ours is named in it.").status_code == 204
        found = ana.sharing.register().releases[0]
        assert (found.state, found.reason) == (State.REFUSED, "No case of ours is named in it.")


@pytest.mark.section("464.10")
def test_a_breach_is_not_closed_by_whoever_asked_for_its_closing(custodian: Custodian) -> None:
    with custodian.trained("adam"), custodian.client("ana") as ana, custodian.client("adam") as adam:
        number = ana.breaches.report("A laptop with a signed-in session was left in a café.", "2026-11-20").number
        now = datetime.now(UTC)
        assert adam.breaches.scope(number, now - timedelta(days=1), now).looked_through > 0
        assert any("breach" in due.text for due in adam.me().due)
        adam.breaches.finish(number, "The session was ended; nothing was read.")
        refused = decide(custodian, "adam", number, True)
        assert (refused.status_code, refused.json()["section"]) == (403, "464.3.1")
        assert adam.breaches.register().breaches[0].state is State.WAITING
        with custodian.trained("eve"):
            assert decide(custodian, "eve", number, False, "Nobody was told of it yet.").status_code == 204
            assert adam.breaches.register().breaches[0].state is State.OPEN
            adam.breaches.tell(number, "City attorney", "2026-11-21", "letter", "Nothing was read, by the log.")
            adam.breaches.finish(number, "The session was ended; nothing was read.")
            assert decide(custodian, "eve", number, True).status_code == 204
        closed = adam.breaches.register().breaches[0]
        assert (closed.state, closed.decided_by, len(closed.notices)) == (State.DONE, "eve", 1)


@pytest.mark.section("464.8")
def test_a_report_and_a_version_of_the_policy_are_public_once_another_administrator_approved_them(
    custodian: Custodian,
) -> None:
    text = "464.2 Official use. " * 20
    with ExitStack() as trained, custodian.client("adam") as adam:
        for name in ("adam", "eve"):
            trained.enter_context(custodian.trained(name))
        draft = adam.publications.draft(Quarter.of(datetime.now(UTC).date()).previous.name)
        report = adam.publications.propose(draft)
        policy = adam.publications.propose_policy("2027-01", text)
        before = custodian.call("nobody's", "GET", "/public").json()
        assert (before["reports"], len(before["policies"])) == ([], 1)
        assert decide(custodian, "eve", report.number, True).status_code == 204
        assert decide(custodian, "eve", policy.number, True).status_code == 204
        public = custodian.call("nobody's", "GET", "/public").json()
        [told] = public["reports"]
        assert hashlib.sha256(told["text"].encode()).hexdigest() == told["sha256"] == draft.sha256
        assert public["policies"][0]["version"] == "2027-01"
        assert not adam.me().trained, "the new version has to be acknowledged first"
    approved = custodian.records(action="publication.approve")[0]
    assert approved.body["elements"]["asked"]["sha256"] == draft.sha256
    assert "text" not in approved.body["elements"]["asked"]
