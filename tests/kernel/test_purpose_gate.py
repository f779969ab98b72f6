"""The gate asks the custodian at most once a minute, and only when somebody wants to run something (464.5)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from alpr_kernel.gate import PurposeGate

from tests.kernel.standin import DRAFT, TOKEN, StandIn, told
from workbench.client import Client
from workbench.client.holder import PurposeHolder
from workbench.client.transport import Transport
from workbench.errors import LogUnavailable, PurposeRejected, PurposeRequired, SignInRequired, TrainingRequired

pytestmark = pytest.mark.section("464.5")


@dataclass
class Desk:
    """A gate whose clock the test moves."""

    gate: PurposeGate
    custodian: StandIn
    now: float = 0.0

    def looks(self) -> int:
        """How often the custodian was asked about a purpose."""
        return self.custodian.count("GET", "/v1/purposes/")


@pytest.fixture
def desk(custodian: StandIn, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A gate of its own; parametrised with what ALPR_PURPOSE holds."""
    monkeypatch.setenv("ALPR_PURPOSE", getattr(request, "param", ""))
    custodian.asked.clear()
    holder = PurposeHolder()
    with Client(Transport(custodian.address, token=lambda: TOKEN), holder) as client:
        made = Desk(PurposeGate(lambda: client, holder, lambda: made.now), custodian)
        yield made
    custodian.scripted.clear()


def test_before_a_purpose_the_custodian_is_not_even_asked(desk: Desk) -> None:
    assert not desk.gate.open()
    assert isinstance(desk.gate.check(), PurposeRequired)
    assert desk.custodian.asked == []


def test_within_a_minute_the_last_word_holds(desk: Desk) -> None:
    desk.gate.declare(DRAFT)
    for desk.now in (0.0, 30.0, 59.9):
        assert desk.gate.open()
        assert desk.gate.check() is None
    assert desk.looks() == 0
    desk.now = 60.0
    assert not desk.gate.open()
    assert desk.gate.check() is None
    assert desk.gate.open()
    assert desk.looks() == 1


def test_an_ended_purpose_stays_ended_and_is_not_asked_about_again(desk: Desk) -> None:
    desk.gate.declare(DRAFT)
    desk.custodian.purposes.clear()
    desk.now = 61.0
    for _ in range(3):
        refusal = desk.gate.check()
        assert isinstance(refusal, PurposeRequired)
        assert "has ended" in str(refusal)
    assert desk.looks() == 1
    assert desk.gate.holder.current is None
    desk.gate.declare(DRAFT)
    assert desk.gate.check() is None


@pytest.mark.parametrize(
    "error",
    [LogUnavailable("The log is full."), SignInRequired("Nobody.")],
    ids=lambda error: type(error).__name__,
)
def test_an_answer_that_says_nothing_of_the_purpose_shuts_the_gate_but_keeps_it(
    desk: Desk, error: LogUnavailable | SignInRequired
) -> None:
    declared = desk.gate.declare(DRAFT)
    path = f"/v1/purposes/{declared.purpose_id}"
    desk.custodian.scripted["GET", path] = lambda _body, _request: told(error)
    desk.now = 61.0
    assert type(desk.gate.check()) is type(error)
    assert desk.gate.holder.current == declared
    desk.custodian.scripted.clear()
    assert desk.gate.check() is None


def test_a_refusal_ends_the_purpose_here(desk: Desk) -> None:
    declared = desk.gate.declare(DRAFT)
    refused = TrainingRequired("Your training has expired.", section="464.4.1")
    desk.custodian.scripted["GET", f"/v1/purposes/{declared.purpose_id}"] = lambda _body, _request: told(refused)
    desk.now = 61.0
    assert isinstance(desk.gate.check(), PurposeRequired)
    assert desk.gate.holder.current is None


@pytest.mark.parametrize("desk", [json.dumps(DRAFT)], indirect=True)
def test_a_prepared_purpose_is_declared_once_and_not_again_after_it_ended(desk: Desk) -> None:
    assert desk.gate.check() is None
    desk.custodian.purposes.clear()
    desk.now = 61.0
    assert isinstance(desk.gate.check(), PurposeRequired)
    assert isinstance(desk.gate.check(), PurposeRequired)
    assert desk.custodian.count("POST", "/v1/purposes") == 1


@pytest.mark.parametrize("desk", [json.dumps({**DRAFT, "narrative": "asdf"})], indirect=True)
def test_a_prepared_purpose_that_is_rejected_is_not_sent_again(desk: Desk) -> None:
    assert isinstance(desk.gate.check(), PurposeRejected)
    assert isinstance(desk.gate.check(), PurposeRejected)
    assert desk.custodian.count("POST", "/v1/purposes") == 1


@pytest.mark.parametrize("desk", [json.dumps(DRAFT)], indirect=True)
def test_a_prepared_purpose_waits_for_a_custodian_that_is_away(desk: Desk) -> None:
    away = LogUnavailable("The log can't be written.")
    desk.custodian.scripted["POST", "/v1/purposes"] = lambda _body, _request: told(away)
    assert isinstance(desk.gate.check(), LogUnavailable)
    desk.custodian.scripted.clear()
    assert desk.gate.check() is None
