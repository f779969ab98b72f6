"""The password again (464.5.1, 464.10(b)): whose, for what, how often; and what the log says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import httpx
import pyotp
import pytest

from hub_config.accounts import Accounts
from hub_config.lockout import Lockout
from hub_config.passwords import generated
from tests.contract.desk import form_key
from tests.e2e.people import seconded
from tests.house import House
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind, Record
from workbench.policy.roles import Role
from workbench.wire.log import LogQuery

PAGE = "/services/edge/administration"
WAITS = "Have a second administrator approve it"
pytestmark = pytest.mark.machine


@pytest.fixture(scope="module")
def staffed(house: House) -> Iterator[tuple[House, str]]:
    """An administrator of this module's own, disabled afterwards: whatever locks, locks nobody else."""
    accounts = Accounts.open(house.data / "hub" / "accounts.sqlite")
    name = next(n for n in ("agnes", *(f"agnes{i}" for i in range(2, 99))) if accounts.get(n) is None)
    password = generated()
    accounts.add(name, password, [Role.ADMINISTRATOR], must_change=False)
    yield House(house.data, house.port, {**house.passwords, name: password}, house.python), name
    accounts.set_disabled(name, disabled=True)


@pytest.fixture(scope="module")
def agnes(staffed: tuple[House, str]) -> Iterator[httpx.Client]:
    """Her browser."""
    house, name = staffed
    with closing(house.browser(name)) as browser:
        yield browser


def grant(browser: httpx.Client, to: str, **headers: str) -> httpx.Response:
    """The form that grants somebody the state's reads, sent."""
    said = {"username": to, "source": "state", "granted": "yes", "form_key": form_key(browser.get(PAGE))}
    return browser.post(f"{PAGE}/sources", data=said, headers=headers)


def newest(house: House, name: str, action: str) -> Record:
    """The newest record of what this person did."""
    return next(record for record in records(house, name) if record.action == action)


def records(house: House, name: str) -> list[Record]:
    """What the log says of this person, newest first."""
    keep = house.data / "custodian"
    with closing(LogReader.open(f"sqlite:///{keep / 'log.sqlite'}", Keyring(keep / "log-keys"))) as reader:
        return reader.page(LogQuery(user=name, limit=50))[0]


@pytest.mark.section("464.5.1")
def test_a_wrong_password_grants_nothing_and_is_on_record(staffed: tuple[House, str], agnes: httpx.Client) -> None:
    house, name = staffed
    page = grant(agnes, "ana")
    assert page.url.path == "/hub/step-up"
    assert "Grant ana the source state" in page.text
    wrong = house.typed(agnes, page, name, "wrong")
    assert (wrong.status_code, "Not confirmed" in wrong.text) == (403, True)
    failed = records(house, name)[0]
    assert failed.action == "hub.step-up-failed"
    assert failed.body["detail"]["title"] == "Grant ana the source state"
    assert "source.grant" not in {record.action for record in records(house, name)}

    waits = house.typed(agnes, wrong, name)
    assert WAITS in waits.text
    refused, confirmed = newest(house, name, "source.grant"), newest(house, name, "hub.step-up")
    assert (refused.kind, refused.body["needs"]) == (Kind.REFUSAL, "second-person")
    assert refused.body["client"]["step_up"] == confirmed.index
    seconded(house, "ana")
    done = house.typed(agnes, grant(agnes, "ana"), name)
    assert "state granted to ana" in done.text
    granted, confirmed = newest(house, name, "source.grant"), newest(house, name, "hub.step-up")
    assert granted.body["client"]["step_up"] == confirmed.index
    again = house.typed(agnes, grant(agnes, "ana"), name)
    assert WAITS in again.text, "an approval counts for one act"


@pytest.mark.section("464.10(b)")
def test_one_password_counts_for_one_request(staffed: tuple[House, str], agnes: httpx.Client) -> None:
    house, name = staffed
    page = grant(agnes, "tess")
    done = house.typed(agnes, page, name)
    assert WAITS in done.text
    step_up = page.url.params["step_up"]
    assert agnes.get(f"/services/edge/confirmed/{step_up}").status_code == 422
    assert agnes.get("/hub/step-up", params={"step_up": step_up}).status_code == 404
    assert grant(agnes, "tess").url.path == "/hub/step-up", "the next one is asked for anew"


@pytest.mark.section("464.5.2")
def test_nobody_confirms_what_another_asked_for(staffed: tuple[House, str], agnes: httpx.Client) -> None:
    house, _ = staffed
    page = grant(agnes, "otto")
    with closing(house.browser("adam")) as adam:
        params = {"step_up": page.url.params["step_up"]}
        gone = adam.get("/hub/step-up", params=params)
        assert (gone.status_code, "Nothing waits for your password here" in gone.text) == (404, True)
        xsrf = str(adam.cookies.get("_xsrf", path="/hub/"))
        forced = adam.post("/hub/step-up", data={**params, "_xsrf": xsrf, "password": house.passwords["adam"]})
        assert forced.status_code == 404


@pytest.mark.section("464.10(a)")
def test_a_form_that_a_script_fetched_is_refused(agnes: httpx.Client) -> None:
    fetched = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-origin"}
    assert grant(agnes, "ana", **fetched).status_code == 422
    framed = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin"}
    assert grant(agnes, "ana", **framed).status_code == 422
    by_hand = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "same-origin"}
    assert grant(agnes, "ana", **by_hand).url.path == "/hub/step-up"


@pytest.mark.section("464.10(a)")
def test_the_pages_shut_out_scripts_frames_and_openers(agnes: httpx.Client) -> None:
    for page in (grant(agnes, "ana"), agnes.get(PAGE)):
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "frame-ancestors 'none'" in policy
        assert page.headers["cross-origin-opener-policy"] == "same-origin"
        assert page.headers["cache-control"] == "no-store"
    sign_in = agnes.get("/hub/new-password")
    assert "frame-ancestors 'none'" in sign_in.headers["content-security-policy"]
    assert sign_in.headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.section("464.5.1")
def test_five_wrong_passwords_close_the_page_and_sign_in(staffed: tuple[House, str], agnes: httpx.Client) -> None:
    house, name = staffed
    page = grant(agnes, "ana")
    for _ in range(5):
        assert house.typed(agnes, page, name, "wrong").status_code == 403
    assert house.typed(agnes, page, name).status_code == 403, "the right password comes too late"
    assert [record.action for record in records(house, name)][:3] == [
        "hub.step-up-failed",
        "hub.locked",
        "hub.step-up-failed",
    ]


@pytest.mark.section("464.5.1")
def test_an_enrolled_code_is_asked_for_and_counts_once(staffed: tuple[House, str], agnes: httpx.Client) -> None:
    house, name = staffed
    accounts = Accounts.open(house.data / "hub" / "accounts.sqlite")
    Lockout(accounts).clear(name)
    code = pyotp.TOTP(accounts.enrol(name))
    now = datetime.now(UTC)

    def confirmed(with_code: str) -> httpx.Response:
        page = grant(agnes, "ana")
        assert "One-time code" in page.text
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        said = hidden | {"password": house.passwords[name], "otp": with_code}
        return agnes.post("/hub/step-up", data=said)

    first = code.at(now)
    assert confirmed("").status_code == 403, "the password alone is not enough"
    assert WAITS in confirmed(first).text
    assert confirmed(first).status_code == 403, "a code counts once"
    assert WAITS in confirmed(code.at(now + timedelta(seconds=30))).text
