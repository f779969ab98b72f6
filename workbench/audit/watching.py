"""Watching plates of people near an asker, or of those who complained (464.7.1(b)-(c)): by keyed hashes alone.

All plates there are can be tried against a bare hash in minutes; under a key that only the custodian has, who holds
the register learns nothing. The plate itself goes into no record: whoever watches one must not become known by it.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from workbench.audit.desk import LEAD, AuditDesk
from workbench.errors import BadInput, ConfigError, NotFound
from workbench.gate import Request, Rule
from workbench.plates.normalise import normalise
from workbench.policy.audits import decide_unwatch
from workbench.policy.roles import Operation
from workbench.store.registers import Registers
from workbench.wire.audits import AuditAct, UnwatchPlate, WatchedList, WatchedPlate, WatchPlate
from workbench.wire.programme_lists import WatchEntry

LIST, WATCH, UNWATCH = "audit.watched", "audit.watch", "audit.unwatch"
_BYTES = 32


class WatchKey:
    """The key that plates are hashed with; it never leaves the custodian."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def open(cls, file: Path) -> WatchKey:
        """The key in a file, which is made where there is none; ``ConfigError`` for one that is no key."""
        if not file.exists():
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
                made.write(secrets.token_bytes(_BYTES))
                os.fsync(made.fileno())
        key = file.read_bytes()
        if len(key) != _BYTES:
            raise ConfigError(f"{file} is no key of {_BYTES} bytes.", how="Restore it, or nothing watched is found.")
        return cls(key)

    def hashed(self, plate: str) -> str:
        """What stands for a plate (in its one spelling): HMAC-SHA256, in hexadecimal."""
        return hmac.digest(self._key, b"watched plate " + plate.encode(), "sha256").hex()


def word_of(registers: Registers, key: WatchKey) -> Callable[[str], str] | None:
    """Says as what a plate is watched, by the auditors' list or the administrator's; None while nothing is."""
    words = {each.hash: each.word for each in registers.watched_plates.all()}
    kept = {each.entry: _told(each) for each in registers.watch_list.all()}
    if not words and not kept:
        return None

    def word(plate: str) -> str:
        return words.get(key.hashed(plate)) or (kept.get(registers.watch_list.hashed(plate), "") if kept else "")

    return word


def _told(entry: WatchEntry) -> str:
    return f"{entry.kind.value}, {entry.about}" if entry.about else entry.kind.value


def watched(desk: AuditDesk, said: AuditAct) -> WatchedList:
    """What is watched, by word; on record."""
    receipt = desk.gate.admit(desk.caller, desk.purpose, desk.request(LIST, said, LEAD))
    found = desk.registers.watched_plates.all()
    desk.gate.release(receipt, {"count": len(found)})
    return WatchedList(watched=found, record=receipt.index)


def watch(desk: AuditDesk, key: WatchKey, said: WatchPlate) -> WatchedPlate:
    """Watch a plate from the next look of the detectors on; the record holds its hash and the word."""
    plate = ""
    wrong: BadInput | None = None
    try:
        plate = normalise(said.plate)
    except BadInput as problem:
        wrong = problem
    elements = {"hash": key.hashed(plate) if plate else "", "word": said.word}
    request = Request(WATCH, Operation.READ_LOG, elements, rules=[LEAD], context=said.context.model_dump())
    desk.demand(request)
    if wrong is not None:
        raise desk.unusable(request, wrong.message, "plate", wrong.how)
    receipt = desk.gate.admit(desk.caller, desk.purpose, request)
    by, at = desk.caller.username, desk.gate.now()
    return desk.registers.watched_plates.watch(elements["hash"], said.word, by, at, receipt.index)


def unwatch(desk: AuditDesk, said: UnwatchPlate) -> None:
    """Watch a plate no more, once a second person approved it; ``NotFound`` when it is not watched."""
    asked = desk.request(UNWATCH, said, LEAD)
    desk.demand(asked)
    words = {each.hash: each.word for each in desk.registers.watched_plates.all()}
    if said.hash not in words:
        raise desk.missing(asked, "This is not watched.", "Choose one that is listed.")
    approved: Rule = lambda _c, _p, _n: decide_unwatch()  # noqa: E731 - one expression
    request = desk.request(UNWATCH, said, LEAD, approved, about={"word": words[said.hash]})
    desk.gate.admit(desk.caller, desk.purpose, request)
    if not desk.registers.watched_plates.unwatch(said.hash):
        raise NotFound("This is not watched.", how="Choose one that is listed.", section="464.7.1(c)")
