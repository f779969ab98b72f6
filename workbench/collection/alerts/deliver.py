"""One alert on its way (464.4.1, 464.5, 464.7(f), 464.7(g)): asked, recorded, then sent; again later when it fails.

Whether the recipient may be told is asked at each attempt. What goes out is on record before a byte does, with the
plate where one is named, so that it is found again who was told of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from workbench.collection.alerts.words import Message, message
from workbench.errors import Refused, Unavailable
from workbench.gate import Gate, Request
from workbench.policy.alerts import decide_alert
from workbench.policy.caller import Caller
from workbench.policy.decision import Decision
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation, Role
from workbench.settings import Settings
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.registers.alerts import Alert, AlertState
from workbench.wire.hits import Hit

SEND, FAILED = "alerts.send", "alerts.failed"
FIRST, LONGEST = timedelta(seconds=5), timedelta(minutes=15)
"""Time before the second attempt, doubled each time, and the longest there is."""


class Way(Protocol):
    """How a message leaves the machine."""

    def send(self, address: str, message: Message, at: datetime) -> None:
        """Hand it over; raises ``Unavailable`` when it was not taken."""
        ...


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What goes out, and the record that it goes out under."""

    message: Message
    record: int


@dataclass(frozen=True, slots=True)
class Deliverer:
    """Sends what is due. ``policy_version`` is the one that training is held against."""

    gate: Gate
    registers: Registers
    settings: Settings
    way: Way
    policy_version: Callable[[], str]
    _prepared: dict[int, _Prepared] = field(default_factory=dict)
    """What was released and waits for another attempt; after a stop it is asked for and recorded anew."""

    def round(self) -> None:
        """Make alerts of new hits, then try each that is due, once; an address that fails is not tried again in it."""
        alerts, silent = self.registers.alerts, set[str]()
        alerts.make([(told.person, told.address) for told in self.settings.alerts.people], self.gate.now())
        for alert in alerts.due(self.gate.now()):
            if alert.address in silent:
                self._failed(alert, "the address did not take the one before")
            elif not self.attempt(alert):
                silent.add(alert.address)

    def attempt(self, alert: Alert) -> bool:
        """Send one alert: afterwards it is sent, refused, given up or due again. Whether its address may be tried on.

        Raises ``LogUnavailable``; then nothing goes out.
        """
        now = self.gate.now()
        try:
            prepared = self._asked(alert, now)
        except Refused as error:
            self._end(alert, AlertState.REFUSED, trouble=error.section)
            return True
        try:
            self.way.send(alert.address, prepared.message, now)
        except Unavailable as error:
            self._failed(alert, error.diagnostic)
            return False
        self._end(alert, AlertState.SENT, prepared.record)
        return True

    def _asked(self, alert: Alert, now: datetime) -> _Prepared:
        """What goes out, once the recipient may be told and that is on record; a refusal is, each time."""
        before = self._prepared.get(alert.number)
        if before is not None:
            self.gate.demand(self._channel(alert), None, self._request(alert))
            return before
        receipt = self.gate.admit(self._channel(alert), None, self._request(alert))
        hit = self._hit(alert, receipt)
        shown = {"read_ids": [hit.read_id]} if hit else {}
        told = {"hit": alert.hit, "key": alert.key, "count": len(shown), **shown}
        record = self.gate.release(receipt, told, {hit.plate} if hit else ())
        agency, zone = self.settings.agency.name, self.settings.agency.time_zone
        made = _Prepared(message(agency, alert, record.index, now, hit, zone), record.index)
        self._prepared[alert.number] = made
        return made

    def _channel(self, alert: Alert) -> Caller:
        """The way out to one person, in the records as ``alert:ana``; what it may be told is that person's."""
        return Caller(
            username=f"alert:{alert.recipient}",
            organisation=self.settings.agency.organisation,
            roles=frozenset({Role.DEVICE}),
            operations=frozenset({Operation.ALERT}),
            standing=self.registers.training.standing(alert.recipient),
            sources=self.registers.sources.granted(alert.recipient),
            address=alert.address,
        )

    def _request(self, alert: Alert) -> Request:
        def rule(caller: Caller, _purpose: Purpose | None, now: datetime) -> Decision:
            return decide_alert(
                caller.standing,
                caller.sources,
                alert.sources,
                disabled=self.registers.alerts.stopped(alert.recipient),
                now=now,
                policy_version=self.policy_version(),
            )

        said = {"recipient": alert.recipient, "hit": alert.hit, "key": alert.key}
        return Request(SEND, Operation.ALERT, {**said, "plate_named": self.settings.alerts.plate}, rules=(rule,))

    def _hit(self, alert: Alert, receipt: Receipt) -> Hit | None:
        if not self.settings.alerts.plate:
            return None
        return self.registers.hits.get(alert.hit, receipt.caller.sources, receipt)

    def _failed(self, alert: Alert, why: str) -> None:
        now = self.gate.now()
        if now - alert.made >= timedelta(hours=self.settings.alerts.give_up_hours):
            self._end(alert, AlertState.GIVEN_UP, trouble=why)
            told = {"recipient": alert.recipient, "hit": alert.hit, "attempts": alert.attempts + 1, "trouble": why}
            self.gate.event(FAILED, "custodian", self.settings.agency.organisation, told)
            return
        self.registers.alerts.later(alert.number, now + pause(alert.attempts), why)

    def _end(self, alert: Alert, state: AlertState, record: int | None = None, trouble: str = "") -> None:
        self.registers.alerts.end(alert.number, state, self.gate.now(), record, trouble)
        self._prepared.pop(alert.number, None)


def pause(attempts: int) -> timedelta:
    """The time until the next attempt, after so many before this one."""
    return min(FIRST * int(2 ** min(attempts, 20)), LONGEST)
