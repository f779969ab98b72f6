"""The training register as rows (464.4.1, 464.12): each step, sign-off and attendance with the record it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from workbench.store.registers import Registers
from workbench.store.registers.training import ACKNOWLEDGED
from workbench.training.progress import DEMO, MODULE, TRIED

REGISTER = "training.register"


class Entry(NamedTuple):
    """One line; moments are UTC in ISO 8601, ``record`` is an index of the access log."""

    person: str
    what: str
    detail: str
    by: str
    at_utc: str
    valid_until_utc: str
    record: int


def entries(registers: Registers) -> list[Entry]:
    """Everything that the register holds, by person and time."""
    found = [*_steps(registers), *_sign_offs(registers), *_attendances(registers)]
    return sorted(found, key=lambda entry: (entry.person, entry.at_utc, entry.record))


def _steps(registers: Registers) -> Iterator[Entry]:
    for username in registers.training.usernames():
        for step in registers.training.steps(username).values():
            what, detail = _named(step.name, step.detail)
            yield Entry(username, what, detail, username, _utc(step.done_at), "", step.record)


def _sign_offs(registers: Registers) -> Iterator[Entry]:
    for username, signed in registers.training.sign_offs():
        detail = "with the demonstration" if signed.by == DEMO else f"certificate {signed.record}"
        yield Entry(
            username, "signed off", detail, signed.by, _utc(signed.at), _utc(signed.until),
            signed.record,
        )  # fmt: skip


def _attendances(registers: Registers) -> Iterator[Entry]:
    told = {None: "on the roster", True: "attended", False: "did not attend"}
    for session in registers.training_sessions.all():
        for each in session.roster:
            record = session.record if session.closed_record is None else session.closed_record
            yield Entry(
                each.username, f"session: {told[each.attended]}", session.title, session.closed_by or session.opened_by,
                _utc(session.starts_at), "", record,
            )  # fmt: skip


def _named(step: str, detail: str) -> tuple[str, str]:
    if step.startswith(TRIED):
        return f"attempt: {step.removeprefix(TRIED)}", detail
    if step.startswith(MODULE):
        return "module", step.removeprefix(MODULE)
    return ("policy acknowledged", f"version {detail}") if step == ACKNOWLEDGED else (step, detail)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
