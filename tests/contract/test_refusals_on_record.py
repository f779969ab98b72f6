"""Whoever is turned away is on record (464.5, 464.5.2), and learns nothing (464.10(a)); over the real socket."""

from __future__ import annotations

import json
import pwd
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.bypass.attack import Ground
from tests.contract.desk import PURPOSE, Answer, Call, anybody, ask, post
from tests.house import House
from workbench.custodian.app import build

NOBODY: Any = None
OPEN = {"/v1/health": {"status", "version", "records"}, "/v1/ready": {"status", "wanting", "low"}}
"""What answers without a sign-in, and all that it tells."""
SCHEMA = build(NOBODY).openapi()["paths"]
ROUTES = [(method.upper(), path) for path, methods in SCHEMA.items() for method in methods]
WRONG = {
    "none": {"Authorization": ""},
    "unknown": {"Authorization": "token " + "0" * 32},
    "forged": {
        "X-ALPR-Hub-Secret": "0" * 64,
        "X-ALPR-Device": "cam:0",
        "X-ALPR-Edge": "1",
        "Authorization": "Bearer x",
    },
}

LEARNING = {**PURPOSE, "realm": "training"}


def look(purpose: str) -> Call:
    """A search of the last weeks in the training store."""
    now = datetime.now(UTC)
    window = {"start": (now - timedelta(days=28)).isoformat(), "end": now.isoformat()}
    return post("/v1/search/plates", {"purpose_id": purpose, "pattern": "7KBC*", "window": window})


@pytest.fixture(scope="module")
def log(house: House) -> Ground:
    """The product's access log."""
    return Ground(house, house.data, house.data / "custodian" / "log.sqlite")


@pytest.fixture(scope="module")
def told(house: House) -> dict[tuple[str, str, str], Answer]:
    """What every route answers to otto with each of the wrong credentials, also to a body that is no JSON."""
    asked = [
        (kind, method, path, body)
        for kind in WRONG
        for method, path in ROUTES
        for body in ((b"{}", b"{") if method == "POST" else (b"",))
    ]
    calls: list[Call] = [
        (method, re.sub(r"\{\w+\}", "otto", path), {"Content-Type": "application/json", **WRONG[kind]}, body)
        for kind, method, path, body in asked
    ]
    answers = ask(house, "otto", calls)
    return {
        (kind, method, path + body.decode()): answer
        for (kind, method, path, body), answer in zip(asked, answers, strict=True)
    }


@pytest.mark.section("464.10(a)", "464.2")
def test_every_route_turns_away_whoever_has_no_credentials_and_says_nothing(
    told: dict[tuple[str, str, str], Answer],
) -> None:
    assert len(told) > 3 * len(ROUTES)
    for (kind, method, path), answer in told.items():
        if path in OPEN:
            assert set(answer.json) == OPEN[path]
            continue
        assert answer.status in (401, 403), (kind, method, path, answer)
        problem = answer.json
        assert problem["title"], (kind, method, path)
        assert set(problem) == {
            *("kind", "title", "status", "how", "section", "where", "position", "fields", "assent", "page")
        }
        assert not problem["fields"]


@pytest.mark.section("464.5", "464.5.1")
def test_an_unknown_token_is_on_record_under_the_account_that_called(log: Ground, told: object) -> None:
    record = next(r for r in log.attempted("signin.refused", "alpr-otto") if r.body["asked"] == "/v1/search/plates")
    uid = pwd.getpwnam("alpr-otto").pw_uid
    assert (record.user, record.body["outcome"], record.body["section"]) == ("otto", "refused", "464.5.1")
    assert record.body["client"] == {"address": f"uid {uid}", "uid": uid, "account": "alpr-otto"}


@pytest.mark.section("464.5", "464.5.1")
def test_a_forged_report_of_the_hub_is_on_record(log: Ground, told: object) -> None:
    assert log.attempted("hub.forged", "alpr-otto")[0].user == "otto"


@pytest.mark.section("464.9")
def test_a_wrong_credential_is_on_record_with_the_device_that_it_names_or_none(house: House, log: Ground) -> None:
    with log.registers() as registers:
        if not registers.devices.enrolled("car-464"):
            registers.devices.add("car-464", "department", "", "adam", 0)
    offer = json.dumps({"name": "car.csv", "source": "department", "provenance": "public_road"})
    with anybody(house) as device:
        for credential in ("car-464:guess", "my secret:guess"):
            headers = {"X-ALPR-Offer": offer, "X-ALPR-Device": credential}
            assert device.post("/services/edge/ingest", headers=headers, content=b"x").status_code == 401
    users = {record.user for record in log.attempted("device.refused", "alpr-edge")}
    assert "device:car-464" in users
    assert not log.records(text="my secret")


@pytest.mark.section("464.5.1")
def test_sign_ins_of_nobody_are_counted(house: House, log: Ground) -> None:
    before = log.size()
    for _ in range(4):
        with anybody(house) as stranger:
            stranger.get("/hub/login")
            xsrf = stranger.cookies.get("_xsrf", path="/hub/")
            form = {"username": "nobody", "password": "guess", "acknowledged": "yes", "_xsrf": xsrf}
            assert stranger.post("/hub/login", data=form).status_code == httpx.codes.FORBIDDEN
    failed = [record for record in log.records(action="hub.signin-failed", user="unknown") if record.index >= before]
    assert len(failed) <= 1


@pytest.mark.section("464.5", "464.5.1")
def test_a_lock_ends_the_purposes_of_the_session(house: House) -> None:
    declared = ask(house, "otto", [post("/v1/purposes", LEARNING)])[0].json["purpose_id"]
    search = look(declared)
    assert ask(house, "otto", [search])[0].status == 200
    try:
        for _ in range(5):
            with anybody(house) as guesser:
                guesser.get("/hub/login")
                xsrf = guesser.cookies.get("_xsrf", path="/hub/")
                guesser.post(
                    "/hub/login", data={"username": "otto", "password": "guess", "acknowledged": "yes", "_xsrf": xsrf}
                )
        ended, again = ask(house, "otto", [search, post("/v1/purposes", LEARNING)])
    finally:
        house.account_tool("unlock", "otto")
    assert (ended.status, ended.json["kind"]) == (403, "purpose-required")
    assert "has ended" in ended.json["title"]
    assert "Declare the purpose anew" in ended.json["how"]
    assert ask(house, "otto", [look(again.json["purpose_id"])])[0].status == 200


@pytest.mark.section("464.5", "464.5.1")
def test_a_sign_out_ends_purposes_and_the_token(house: House, log: Ground) -> None:
    declared = ask(house, "ana", [post("/v1/purposes", LEARNING)])[0].json["purpose_id"]
    with house.kept("ana"):
        with closing(house.browser("ana")) as browser:
            browser.get("/hub/logout")
        (after,) = ask(house, "ana", [look(declared)])
    assert after.status == 401
    with log.registers() as registers:
        ended = registers.purposes.get(declared)
    assert ended is not None
    assert ended.ended_at is not None
