"""The gate asks the custodian at most once a minute, and only when somebody wants to run something (464.5)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from alpr_kernel.gate import PurposeGate

from tests.custodian import PURPOSE, Custodian
from workbench.client import Client
from workbench.client.holder import PurposeHolder
from workbench.client.transport import Transport
from workbench.errors import LogUnavailable, PurposeRejected, PurposeRequired, SignInRequired

pytestmark = pytest.mark.section("464.5")


@dataclass
class Desk:
    """A gate whose clock and token the test holds; ``asked`` is what left it, before the real custodian answered."""

    gate: PurposeGate
    custodian: Custodian
    token: str
    now: float = 0.0
    asked: list[tuple[str, str]] = field(default_factory=list)

    def looks(self) -> int:
        """How often the custodian was asked about a purpose."""
        return sum(1 for method, path in self.asked if method == "GET" and path.startswith("/v1/purposes/"))

    def heard(self, request: httpx.Request) -> None:
        """A request leaves."""
        self.asked.append((request.method, request.url.path))


@pytest.fixture
def desk(custodian: Custodian, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A gate of its own; parametrised with what ALPR_PURPOSE holds."""
    monkeypatch.setenv("ALPR_PURPOSE", getattr(request, "param", ""))
    holder = PurposeHolder()
    transport = Transport(custodian.address, token=lambda: made.token)
    transport._http.event_hooks["request"] = [lambda sent: made.heard(sent)]  # noqa: PLW0108 (made later)
    with Client(transport=transport, purposes=holder) as client:
        made = Desk(PurposeGate(lambda: client, holder, lambda: made.now), custodian, custodian.token())
        yield made


def declarations(custodian: Custodian) -> int:
    """How many declarations the access log holds, refused ones included."""
    return len(custodian.records(action="purpose.declare"))


def test_before_a_purpose_the_custodian_is_not_even_asked(desk: Desk) -> None:
    assert not desk.gate.open()
    assert isinstance(desk.gate.check(), PurposeRequired)
    assert desk.asked == []


def test_within_a_minute_the_last_word_holds(desk: Desk) -> None:
    desk.gate.declare(PURPOSE)
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
    desk.gate.declare(PURPOSE)
    desk.custodian.end_all()
    desk.now = 61.0
    for _ in range(3):
        refusal = desk.gate.check()
        assert isinstance(refusal, PurposeRequired)
        assert "has ended" in str(refusal)
    assert desk.looks() == 1
    assert desk.gate.holder.current is None
    desk.gate.declare(PURPOSE)
    assert desk.gate.check() is None


def test_a_sign_in_that_ended_shuts_the_gate_but_keeps_the_purpose(desk: Desk) -> None:
    declared = desk.gate.declare(PURPOSE)
    known, desk.token = desk.token, "of nobody"
    desk.now = 61.0
    assert isinstance(desk.gate.check(), SignInRequired)
    assert desk.gate.holder.current == declared
    desk.token = known
    assert desk.gate.check() is None


def test_somebody_elses_sign_in_ends_the_purpose_here(desk: Desk) -> None:
    desk.gate.declare(PURPOSE)
    desk.token = desk.custodian.token("ben")
    desk.now = 61.0
    assert isinstance(desk.gate.check(), PurposeRequired)
    assert desk.gate.holder.current is None


@pytest.mark.parametrize("desk", [json.dumps(PURPOSE)], indirect=True)
def test_a_prepared_purpose_is_declared_once_and_not_again_after_it_ended(desk: Desk) -> None:
    before = declarations(desk.custodian)
    assert desk.gate.check() is None
    desk.custodian.end_all()
    desk.now = 61.0
    assert isinstance(desk.gate.check(), PurposeRequired)
    assert isinstance(desk.gate.check(), PurposeRequired)
    assert declarations(desk.custodian) == before + 1


@pytest.mark.parametrize("desk", [json.dumps({**PURPOSE, "narrative": "asdf"})], indirect=True)
def test_a_prepared_purpose_that_is_rejected_is_not_sent_again(desk: Desk) -> None:
    before = declarations(desk.custodian)
    assert isinstance(desk.gate.check(), PurposeRejected)
    assert isinstance(desk.gate.check(), PurposeRejected)
    assert declarations(desk.custodian) == before + 1


@pytest.mark.section("464.6")
@pytest.mark.parametrize("desk", [json.dumps(PURPOSE)], indirect=True)
def test_a_prepared_purpose_waits_while_nothing_can_be_recorded(desk: Desk) -> None:
    before = declarations(desk.custodian)
    with desk.custodian.disk_full():
        assert isinstance(desk.gate.check(), LogUnavailable)
    assert declarations(desk.custodian) == before
    assert desk.gate.check() is None
    assert declarations(desk.custodian) == before + 1
