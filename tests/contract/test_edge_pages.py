"""The signed-in pages (464.8, 464.10(b), 464.12): what only a person in a browser can say, and the public one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from hub_config.accounts import Accounts
from hub_config.passwords import generated
from tests.contract.desk import PARTIAL, PLANTED, PURPOSE, anybody, ask, declare, form_key, post, search, with_client
from tests.e2e.people import seconded
from tests.house import House
from workbench.policy.roles import Role
from workbench.training.exercise import Exercise
from workbench.training.misuse import Extract
from workbench.training.quiz import items
from workbench.training.secret import Secret

EDGE = "/services/edge/"
Opened = Callable[[str], httpx.Client]


@pytest.fixture(scope="module")
def browsers(house: House) -> Iterator[Opened]:
    """A signed-in browser for each person, opened at the first use."""
    kept: dict[str, httpx.Client] = {}

    def opened(name: str) -> httpx.Client:
        if name not in kept:
            kept[name] = house.browser(name)
        return kept[name]

    yield opened
    for client in kept.values():
        client.close()


@pytest.fixture
def purpose(house: House) -> str:
    """A purpose of ana's that no assent was given for yet."""
    return declare(house, "ana")


def last_days(days: int) -> dict[str, str]:
    """A window that ends now."""
    now = datetime.now(UTC)
    return {"start": (now - timedelta(days=days)).isoformat(), "end": now.isoformat()}


def answered(client: httpx.Client, page: httpx.Response, assent: str, granted: str = "yes") -> httpx.Response:
    """The form of a question, submitted; what comes next, which after a yes asks for the password."""
    said = {"assent": assent, "granted": granted, "note": "", "form_key": form_key(page)}
    return client.post(f"{EDGE}assents", data=said)


@pytest.mark.section("464.8")
def test_anybody_can_read_the_policy_and_nothing_else(house: House) -> None:
    with anybody(house) as stranger:
        public = stranger.get(f"{EDGE}public")
        assert public.status_code == 200
        assert "Version sample-1" in public.text
        assert "<b>464.5 Record of access.</b>" in public.text
        for private in ("assents", "administration", "sign-off/otto"):
            page = stranger.get(EDGE + private)
            assert page.url.path == "/hub/login"
        nowhere = stranger.get(f"{EDGE}nowhere")
        assert (nowhere.status_code, nowhere.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert "There is no such page here." in nowhere.text
    assert "script-src" not in public.headers["content-security-policy"]
    assert "default-src 'none'" in public.headers["content-security-policy"]


def test_an_address_that_leads_nowhere_is_told_as_a_page(house: House) -> None:
    with anybody(house) as stranger:
        for lost in (stranger.get(f"{EDGE}nowhere"), stranger.put(f"{EDGE}public")):
            assert lost.status_code in (404, 405)
            assert lost.headers["content-type"] == "text/html; charset=utf-8"
            assert "There is no such page here." in lost.text
            assert "Detail" not in lost.text
        assert stranger.get(f"{EDGE}ingest").headers["content-type"] == "application/problem+json"
        lost = stranger.get("/hub/nowhere")
        assert (lost.status_code, "There is no such page here" in lost.text, "moons" in lost.text) == (404, True, False)


@pytest.mark.section("464.10")
def test_a_wide_window_is_confirmed_by_the_person_who_asked(house: House, browsers: Opened, purpose: str) -> None:
    window = last_days(60)
    refused = search(house, "ana", purpose, PARTIAL, **window)
    assert refused["error"] == "AssentRequired"
    assert "30" in refused["message"]
    assert refused["page"].startswith(EDGE)

    page = browsers("ana").get(refused["page"])
    assert "Confirm your own search" in page.text
    assert PARTIAL in page.text
    assert PURPOSE["narrative"] in page.text
    asked = answered(browsers("ana"), page, refused["assent"])
    assert "Recorded: granted" in house.typed(browsers("ana"), asked, "ana").text

    found = search(house, "ana", purpose, PARTIAL, **window)
    assert PLANTED in found["plates"]
    wider = search(house, "ana", purpose, "7*", **window)
    assert wider["error"] == "AssentRequired", "the answer holds for the exact search only"


@pytest.mark.section("464.10")
def test_a_search_that_was_not_confirmed_stays_refused(house: House, browsers: Opened, purpose: str) -> None:
    window = last_days(61)
    refused = search(house, "ana", purpose, PARTIAL, **window)
    page = browsers("ana").get(refused["page"])
    assert "Recorded: not granted" in answered(browsers("ana"), page, refused["assent"], "no").text
    assert search(house, "ana", purpose, PARTIAL, **window)["error"] == "AssentRequired"
    twice = answered(browsers("ana"), page, refused["assent"])
    assert (twice.status_code, "answered or has expired" in twice.text) == (404, True)


@pytest.mark.section("464.7")
def test_a_search_for_two_characters_needs_a_second_person(house: House, browsers: Opened, purpose: str) -> None:
    refused = search(house, "ana", purpose, "7K*", anytime=True)
    assert (refused["error"], refused["section"]) == ("AssentRequired", "464.7(d)")

    own = browsers("ana").get(refused["page"])
    assert "Somebody else must approve your request." in own.text
    assert 'name="granted"' not in own.text
    other = search(house, "ana", purpose, PARTIAL, **last_days(45))  # a page on which ana does get a form
    forced = answered(browsers("ana"), browsers("ana").get(other["page"]), refused["assent"])
    assert (forced.status_code, "Somebody else must approve" in forced.text) == (403, True)
    bystander = answered(browsers("tess"), tess_page(house, browsers), refused["assent"])
    assert (bystander.status_code, "Only an administrator" in bystander.text) == (403, True)
    assert search(house, "ana", purpose, "7K*", anytime=True)["error"] == "AssentRequired"

    page = browsers("adam").get(refused["page"])
    assert "Approve the search of ana" in page.text
    asked = answered(browsers("adam"), page, refused["assent"])
    assert "Recorded: granted" in house.typed(browsers("adam"), asked, "adam").text
    found = search(house, "ana", purpose, "7K*", anytime=True)
    assert found["count"] > 0
    assert all(plate.startswith("7K") for plate in found["plates"])


def tess_page(house: House, browsers: Opened) -> httpx.Response:
    """A page on which tess gets a form."""
    mine = search(house, "tess", declare(house, "tess"), PARTIAL, **last_days(45))
    return browsers("tess").get(mine["page"])


@pytest.mark.section("464.10")
def test_a_kernels_token_can_neither_confirm_nor_administer(house: House, purpose: str) -> None:
    refused = search(house, "ana", purpose, PARTIAL, **last_days(60))
    said = {"assent": refused["assent"], "granted": True}
    edge = {"X-ALPR-Edge": "1"}
    device = {"name": "mine", "source": "department"}
    calls = [
        post("/v1/assents/answer", said, **edge),
        ("GET", "/v1/assents", edge, b""),
        post("/v1/administration/devices", device, **edge),
        post("/v1/administration/devices/revoke", {"name": "mine"}, **edge),
        post("/v1/training/sign-off/otto", {}, **edge),
    ]
    for name in ("ana", "adam", "tess"):
        assert [answer.status for answer in ask(house, name, calls)] == [403] * len(calls)


def test_a_form_from_another_page_is_refused(house: House, browsers: Opened, purpose: str) -> None:
    refused = search(house, "ana", purpose, PARTIAL, **last_days(60))
    ana = browsers("ana")
    ana.get(refused["page"])
    said = {"assent": refused["assent"], "granted": "yes"}
    wrong = ana.post(f"{EDGE}assents", data={**said, "form_key": "guessed"})
    assert (wrong.status_code, "did not come from your own page" in wrong.text) == (422, True)
    assert ana.post(f"{EDGE}assents", data=said).status_code == 422
    with anybody(house) as stranger:
        assert stranger.post(f"{EDGE}assents", data={**said, "form_key": "x"}).status_code == 401
    assert search(house, "ana", purpose, PARTIAL, **last_days(60))["error"] == "AssentRequired"


@pytest.mark.section("464.5.1")
def test_a_sign_in_that_was_not_started_here_is_refused(house: House) -> None:
    with anybody(house) as stranger:
        page = stranger.get(f"{EDGE}oauth_callback", params={"code": "x", "state": "y"})
    assert (page.status_code, "not started here" in page.text) == (401, True)


@pytest.mark.section("464.3.1")
@pytest.mark.parametrize("name", ["ana", "tess"])
def test_administration_is_the_administrators(browsers: Opened, name: str) -> None:
    page = browsers(name).get(f"{EDGE}administration")
    assert (page.status_code, "Not done" in page.text) == (403, True)


@pytest.mark.section("464.3.1")
def test_an_administrator_grants_nothing_to_himself(browsers: Opened) -> None:
    adam = browsers("adam")
    said = {"granted": "yes", "form_key": form_key(adam.get(f"{EDGE}administration"))}
    own = adam.post(f"{EDGE}administration/sources", data={**said, "username": "adam", "source": "state"})
    assert (own.status_code, "to himself" in own.text) == (403, True)
    odd = adam.post(f"{EDGE}administration/sources", data={**said, "username": "ana", "source": "neighbour"})
    assert (odd.status_code, "not a configured source" in odd.text) == (422, True)


@pytest.mark.section("464.7(f)")
def test_a_name_that_no_account_has_is_granted_nothing_and_told(house: House, browsers: Opened) -> None:
    adam = browsers("adam")
    said = {"source": "state", "form_key": form_key(adam.get(f"{EDGE}administration"))}
    wrong = adam.post(f"{EDGE}administration/sources", data={**said, "username": "annna", "granted": "yes"})
    assert (wrong.status_code, "No account named annna is on record" in wrong.text) == (422, True)
    back = adam.post(f"{EDGE}administration/sources", data={**said, "username": "annna", "granted": "no"})
    assert "state taken back from annna" in back.text
    asked = adam.post(f"{EDGE}administration/sources", data={**said, "username": "otto", "granted": "yes"})
    assert asked.url.path == "/hub/step-up", "an account that was made is known before its first sign-in"


@contextmanager
def newcomer(house: House) -> Iterator[tuple[House, str]]:
    """An officer's account that nobody used before, and the house with its password; disabled afterwards."""
    accounts = Accounts.open(house.data / "hub" / "accounts.sqlite")
    name = next(n for n in ("olga", *(f"olga{i}" for i in range(2, 99))) if accounts.get(n) is None)
    password = generated()
    accounts.add(name, password, [Role.OFFICER], must_change=False)
    yield House(house.data, house.port, {**house.passwords, name: password}, house.python), name
    accounts.set_disabled(name, disabled=True)


_LIVE = """
purpose = attempt(client.declare, {**given["purpose"], "realm": "live"})
answer = attempt(client.search, given["pattern"], start=now - timedelta(days=14), end=now)
tell(realm=answer.head.realm, plates=sorted(set(answer.frame["plate"])))
"""
_STUDY = """
progress = client.training.progress()
early = client.training.exercise(given["plate"]).right
for module in progress.modules:
    client.training.done(module.key)
def answers(quiz, words):
    return {q.key: c.key for q in quiz for c in q.choices if c.text in words}
wrong, right = answers(progress.quiz, given["wrong"]), answers(progress.quiz, given["right"])
failed = client.training.quiz(wrong).passed
try:
    client.training.quiz(right)
    stale = ""
except WorkbenchError as error:
    stale = type(error).__name__
passed = client.training.quiz(answers(client.training.progress().quiz, given["right"])).passed
declared = attempt(client.declare, given["purpose"])
circle = given["circle"]
found = attempt(client.search, given["pattern"], start=now - timedelta(days=29), end=now, circle=tuple(circle))
late = client.training.exercise(given["plate"]).right
client.training.misuse(given["misuse"])
done = attempt(client.training.acknowledge, progress.policy_version)
tell(early=early, failed=failed, stale=stale, passed=passed, realm=declared.realm,
     plates=sorted(set(found.frame["plate"])), late=late, ready=done.ready_for_sign_off, left=done.left)
"""


def live(house: House, name: str) -> dict[str, Any]:
    """A search of the agency's reads under a purpose declared for it."""
    return with_client(house, name, _LIVE, purpose=PURPOSE, pattern=PARTIAL)


@pytest.mark.section("464.4.1")
@pytest.mark.section("464.12")
def test_training_comes_first_and_the_trainer_signs_it_off(house: House, browsers: Opened) -> None:
    with newcomer(house) as (staffed, name):
        refused = live(staffed, name)
        assert (refused["error"], refused["section"]) == ("TrainingRequired", "464.4.1")
        granted(house, browsers("adam"), name)
        assert live(staffed, name)["error"] == "TrainingRequired", "a source is no training"

        secret = Secret.open(house.data / "custodian" / "training-secret")
        task = Exercise.of(secret)
        told = with_client(
            staffed,
            name,
            _STUDY,
            purpose=PURPOSE,
            pattern=task.hint_pattern,
            plate=task.plate,
            circle=[task.latitude, task.longitude, task.radius_m],
            right=[item.choices[0] for item in items()],
            wrong=[item.choices[1] for item in items()],
            misuse=sorted(Extract.of(secret, name, 0).kinds),
        )
        assert (told["early"], told["late"]) == (False, True), "the exercise counts after a search of one's own"
        assert (told["failed"], told["stale"]) == (False, "BadInput"), "each attempt has keys of its own"
        assert (told["passed"], told["realm"], told["ready"]) == (True, "training", True)
        assert task.plate in told["plates"]
        assert any("464.12" in step for step in told["left"])
        assert live(staffed, name)["error"] == "TrainingRequired", "nobody signs himself off"

        signed_off(house, browsers, name)
        found = live(staffed, name)
        assert (found["realm"], PLANTED in found["plates"]) == ("live", True)


def granted(house: House, adam: httpx.Client, name: str) -> None:
    """Adam grants the department's reads."""
    said = {"username": name, "source": "department", "granted": "yes"}
    key = form_key(adam.get(f"{EDGE}administration"))
    alone = house.typed(adam, adam.post(f"{EDGE}administration/sources", data={**said, "form_key": key}), "adam")
    assert (alone.status_code, f"open to {name}" in alone.text) == (403, True)
    seconded(house, name)
    page = house.typed(adam, adam.post(f"{EDGE}administration/sources", data={**said, "form_key": key}), "adam")
    assert f"department granted to {name}" in page.text


def signed_off(house: House, browsers: Opened, name: str) -> None:
    """Tess signs off what is done; adam can't, and nobody before it is done."""
    page = browsers("adam").get(f"{EDGE}sign-off/{name}")
    assert page.status_code == 403
    tess = browsers("tess")
    page = tess.get(f"{EDGE}sign-off/{name}")
    assert re.search(r"Exercise</dt><dd>found the vehicle", page.text)
    done = house.typed(tess, tess.post(f"{EDGE}sign-off/{name}", data={"form_key": form_key(page)}), "tess")
    assert "Recorded: granted" in done.text
