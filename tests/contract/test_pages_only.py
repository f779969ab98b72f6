"""What widens access is done with the token of a signed-in page, even where no process is told from another."""

from __future__ import annotations

import pytest

from tests.custodian import HUB_SECRET, PURPOSE, Custodian
from workbench.errors import AssentRequired
from workbench.policy.roles import GRANTS, Role, scope

GRANT = {"username": "ana", "source": "department", "granted": True}
OUT = {"username": "ben", "reason": "Reported for private use."}
BACK = {"username": "ben", "reason": "Unfounded."}
CAMERA = {"name": "ec-77", "source": "department"}
EVERYTHING = [scope(operation) for operation in GRANTS[Role.ADMINISTRATOR]]


@pytest.mark.section("464.3.1")
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/administration", None),
        ("POST", "/administration/sources", GRANT),
        ("POST", "/administration/devices", CAMERA),
        ("POST", "/administration/devices/revoke", {"name": "ec-77"}),
        ("POST", "/administration/people/suspend", OUT),
        ("POST", "/administration/people/readmit", BACK),
        ("GET", "/assents", None),
    ],
)
def test_a_token_of_no_page_administers_nothing(
    custodian: Custodian, method: str, path: str, body: dict[str, object] | None
) -> None:
    before = len(custodian.records(action="page.refused"))
    for token in (custodian.token("adam"), custodian.minted("adam", EVERYTHING)):
        answer = custodian.call(token, method, path, body)
        assert (answer.status_code, answer.json()["section"]) == (403, "464.10(a)")
    assert len(custodian.records(action="page.refused")) == before + 2
    # Control: the same call from a signed-in page, with a second administrator's where it widens access.
    if body in (GRANT, CAMERA, BACK):
        assert custodian.by_two("adam", "eve", path, body).is_success
    else:
        with custodian.trained("adam"):  # where a question of another test waits, its approver is trained
            assert custodian.on_page("adam", method, path, body).is_success


@pytest.mark.section("464.7(f)", "464.9", "464.3.1")
def test_the_attack_of_one_administrator_alone_widens_nothing_and_nobody_approves_what_opens_to_himself(
    custodian: Custodian,
) -> None:
    federal = {"username": "eve", "source": "federal", "granted": True}
    for path, body in (("/administration/sources", federal), ("/administration/devices", {**CAMERA, "name": "ec-78"})):
        alone = custodian.on_page("adam", "POST", path, body).json()
        assert alone["kind"] == AssentRequired.kind
        said = {"assent": alone["assent"], "granted": True, "note": ""}
        own = custodian.on_page("adam", "POST", "/assents/answer", said)
        assert (own.status_code, own.json()["section"]) == (403, "464.3.1")
        assert custodian.on_page("adam", "POST", path, body).json()["kind"] == AssentRequired.kind
    asked = custodian.on_page("adam", "POST", "/administration/sources", federal).json()["assent"]
    with custodian.trained("eve"):
        her = custodian.on_page("eve", "POST", "/assents/answer", {"assent": asked, "granted": True, "note": ""})
    assert (her.status_code, "about you" in her.text) == (403, True)
    assert "federal" not in custodian.call(custodian.token("eve"), "GET", "/me").json()["sources"]
    assert "ec-78" not in custodian.on_page("adam", "GET", "/administration").json()["devices"]


@pytest.mark.section("464.5(3)")
def test_whoever_is_shown_questions_is_on_record(custodian: Custodian) -> None:
    shown = custodian.on_page("ben", "GET", "/assents").json()
    result, intent = custodian.records(user="ben", action="assents.pending")[:2]
    assert (result.body["intent"], result.body["count"]) == (intent.index, len(shown))


@pytest.mark.section("464.5(4)")
def test_no_other_wording_than_ours_is_kept_with_a_purpose(custodian: Custodian) -> None:
    before = len(custodian.records(action="purpose.declare"))
    answer = custodian.call(custodian.token(), "POST", "/purposes", {**PURPOSE, "prompt": "Just sign here."})
    assert (answer.status_code, answer.json()["where"]) == (422, "prompt")
    assert len(custodian.records(action="purpose.declare")) == before
    shown = custodian.call(custodian.token(), "GET", "/me").json()["prompt"]
    for prompt in (shown, ""):
        assert custodian.call(custodian.token(), "POST", "/purposes", {**PURPOSE, "prompt": prompt}).is_success
        assert custodian.declared().body["elements"]["prompt"] == prompt


@pytest.mark.section("464.7")
@pytest.mark.parametrize("start", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1970-01-01T00:00:00Z"])
def test_a_time_that_no_read_can_have_is_told(custodian: Custodian, start: str) -> None:
    window = {"start": start, "end": "2026-11-01T00:00:00Z"}
    asked = {"purpose_id": "p", "pattern": "7ABC*", "window": window}
    answer = custodian.call(custodian.token(), "POST", "/search/plates", asked)
    assert (answer.status_code, answer.json()["where"]) == (422, "window.start")


@pytest.mark.section("464.3.1")
def test_to_whoever_is_suspended_nothing_opens_and_the_attempt_is_on_record(custodian: Custodian) -> None:
    assert custodian.call(custodian.token("ben"), "GET", "/me").is_success
    assert custodian.on_page("adam", "POST", "/administration/people/suspend", OUT).is_success
    try:
        for path in ("/me", "/training/progress"):
            answer = custodian.call(custodian.token("ben"), "GET", path)
            assert (answer.status_code, answer.json()["section"]) == (403, "464.3.1")
        assert custodian.records(user="ben", action="person.turned-away")
        made = {"by": "ben", "roles": ["officer"], "where": "signed-in page"}
        told = {"action": "account-add", "user": "eva", "detail": made}
        hub = {"X-ALPR-Hub-Secret": HUB_SECRET}
        refused = custodian.call("none", "POST", "/hub/events", told, **hub)
        assert (refused.status_code, refused.json()["section"]) == (403, "464.3.1")
        assert not custodian.records(user="eva")
    finally:
        assert custodian.by_two("adam", "eve", "/administration/people/readmit", BACK).is_success
    assert custodian.call(custodian.token("ben"), "GET", "/me").is_success


@pytest.mark.section("464.12")
def test_only_a_trainer_is_shown_what_is_planted_and_the_look_is_on_record(custodian: Custodian) -> None:
    told = custodian.call(custodian.token("tess"), "GET", "/training/sandbox")
    assert told.is_success, told.text
    assert {story["title"] for story in told.json()["stories"]} >= {"One plate, two places"}
    assert custodian.records(user="tess", action="training.sandbox")[0].index == told.json()["result_record"]
    for name in ("ana", "adam"):
        refused = custodian.call(custodian.token(name), "GET", "/training/sandbox")
        assert (refused.status_code, refused.json()["section"]) == (403, "464.4")
