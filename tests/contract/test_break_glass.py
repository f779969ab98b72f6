"""Where nobody who may approve can be reached, a search goes on, loudly, and somebody else looks at it (464.10(b))."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from tests.custodian import PURPOSE, Custodian
from workbench.accesslog.record import Kind
from workbench.client import Client
from workbench.errors import AssentRequired
from workbench.store.registers import Registers

pytestmark = pytest.mark.section("464.10(b)", "464.6")
WHY = "Kidnapping in progress; adam and eve were called at 02:10 and don't answer."


@pytest.fixture
def ana(custodian: Custodian) -> Iterator[Client]:
    """An analyst with a source and a purpose."""
    registers = f"sqlite:///{custodian.folder / 'custodian' / 'registers.sqlite'}"
    with closing(Registers.open(registers)) as granting:
        granting.sources.grant("ana", "department", "adam", 0)
    with custodian.client("ana") as client:
        client.declare(PURPOSE)
        yield client
        client.end()


def waits(client: Client, pattern: str) -> str:
    """The question that a search for so few characters puts to a second person."""
    with pytest.raises(AssentRequired) as asked:
        client.search(pattern, anytime=True)
    return asked.value.assent


def test_the_search_is_made_and_an_administrator_finds_it_justified_or_not(custodian: Custodian, ana: Client) -> None:
    assent = waits(ana, "7L*")
    body = {"assent": assent, "why": WHY}
    kernels = custodian.call(custodian.token("ana"), "POST", "/assents/break", body)
    assert kernels.status_code == httpx.codes.FORBIDDEN, "a script in a kernel breaks no glass"
    anothers = custodian.on_page("adam", "POST", "/assents/break", body)
    assert (anothers.status_code, anothers.json()["section"]) == (403, "464.10(b)")
    assert waits(ana, "7L*") == assent
    custodian.on_page("ana", "POST", "/assents/break", body).raise_for_status()
    found = ana.search("7L*", anytime=True).head
    broken = custodian.records(user="ana", action="assent.break-glass", kind="intent")[0]
    assert (broken.body["elements"]["assent"], broken.body["elements"]["why"]) == (assent, WHY)
    assert broken.body["client"]["step_up"] < broken.index < found.record
    [searched] = [each for each in custodian.records(user="ana", action="search.plates") if each.index == found.record]
    assert (searched.kind, searched.body["needs"]) == (Kind.INTENT, "second-person")
    assert waits(ana, "7K*") != assent, "the glass was broken for that search alone"
    with custodian.trained("adam"):
        waiting = custodian.on_page("adam", "GET", "/decisions").json()
        [entry] = [each for each in waiting if each["kind"] == "glass" and each["details"]["Pattern"] == "7L*"]
        assert "ana" in entry["title"]
        assert entry["details"]["Why nobody could be asked"] == WHY
        said = {"number": entry["number"], "approved": False, "reason": "adam was at his desk all night; nobody called"}
        custodian.on_page("adam", "POST", "/decisions", said).raise_for_status()
    unjustified = custodian.records(user="adam", action="glass.unjustified", kind="intent")[0]
    assert unjustified.body["elements"]["entered_by"] == "ana"


def test_nobody_judges_the_glass_that_he_or_she_broke(custodian: Custodian, ana: Client) -> None:
    assent = waits(ana, "7M*")
    custodian.on_page("ana", "POST", "/assents/break", {"assent": assent, "why": WHY}).raise_for_status()
    with closing(Registers.open(f"sqlite:///{custodian.folder / 'custodian' / 'registers.sqlite'}")) as registers:
        entry = next(each for each in registers.docket.waiting() if each.body.get("assent") == assent)
    said = {"number": entry.number, "approved": True, "reason": ""}
    with custodian.trained("ana"):
        assert custodian.on_page("ana", "POST", "/decisions", said).status_code == httpx.codes.FORBIDDEN
    assert entry.body["asked"]["elements"]["pattern"] == "7M*"
