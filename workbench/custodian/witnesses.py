"""Witnesses outside (464.5, 464.10): each minute they are sent the log's checkpoint; their silence has consequences.

Without a trust policy in the configuration nobody watches; the checkpoint is then only kept apart from the database.
"""

from __future__ import annotations

import contextlib
import logging
import ssl
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import httpx

from workbench.accesslog.beside import Beside
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.notary import Notary
from workbench.accesslog.note import Note
from workbench.accesslog.tlog_policy import Policy
from workbench.accesslog.tlog_policy_file import parse_policy
from workbench.accesslog.witness_watch import Limits, Standing, demand, standing
from workbench.accesslog.witnessing import Outcome, Round, Witnessing
from workbench.errors import ConfigError, FormatError, LogUnavailable, Unproven
from workbench.settings import Settings

SECONDS = 60.0
"""Between two checkpoints, also while nothing is written."""
_PATIENCE = httpx.Timeout(5.0)
_TOGETHER_SECONDS = 5.0
"""How long a witness that is started together with this process, on the same machine, is waited for."""
_LOOPBACK = ("http://127.0.0.1:", "http://localhost:", "http://[::1]:")
_ACTIONS = {
    Outcome.COSIGNED: "log.witness-cosigned",
    Outcome.SILENT: "log.witness-silent",
    Outcome.REFUSED: "log.witness-refused",
    Outcome.CONFLICT: "log.witness-conflict",
}
_log = logging.getLogger(__name__)
Tell = Callable[[str, Mapping[str, Any]], object]
"""Puts something that happened on record: an action and what is to be said."""


class Witnesses(Beside):
    """The log's side of the watch. ``began`` is when the log began (UTC); ``record`` is set once the gate stands."""

    def __init__(
        self, notary: Notary, policy: Policy | None, limits: Limits, http: httpx.Client, together: float = 0.0
    ) -> None:
        super().__init__("witnesses")
        self._notary = notary
        self._policy = policy
        self._limits = limits
        self._asking = Witnessing(policy, notary.node, http) if policy else None
        self._http = http
        self._together = together
        self._cosigned = self._when(notary.last_witnessed())
        self._began = notary.began() or datetime.now(UTC)
        self._told: dict[str, Outcome] = {}
        self.record: Tell = lambda _action, _body: None

    def __enter__(self) -> Self:
        self._first()
        return super().__enter__()

    def last(self) -> None:
        """Have what came last seen too."""
        self.round()
        self._http.close()

    def pause(self) -> float:
        """Always the same."""
        return SECONDS

    def demand(self, now: datetime) -> None:
        """``LogUnavailable`` once no quorum has seen the log for so long that nothing may be released (464.5)."""
        if self._policy is not None:
            demand(self._cosigned, self._began, now, self._limits)

    def told(self, now: datetime) -> tuple[Standing | None, datetime | None]:
        """How the log stands with its witnesses, None where nobody watches, and when a quorum last saw it (UTC)."""
        if self._policy is None:
            return None, None
        return standing(self._cosigned, self._began, now, self._limits), self._cosigned

    def alarm(self, now: datetime) -> str:
        """What people must know of the watch, in a sentence; empty while a quorum sees the log."""
        stands, last = self.told(now)
        if stands in (None, Standing.SEEN):
            return ""
        since = f"since {last:%Y-%m-%d %H:%M} UTC" if last else "yet"
        then = "Nothing is released" if stands is Standing.STOPPED else "Reads will stop"
        return f"No quorum of witnesses has seen the access log {since}. {then} until they do: tell the administrator."

    def _first(self) -> None:
        """The first round, again while a witness that starts at the same moment does not answer yet."""
        until = time.monotonic() + self._together
        with contextlib.suppress(LogUnavailable):
            while self._asking is not None and time.monotonic() < until:
                if self._asking.round(self._notary.checkpoint()).quorum:
                    break
                self.over.wait(0.05)
        self.round()

    def round(self) -> None:
        """Make a checkpoint, have it cosigned where somebody watches, and keep it; failures are told, not raised."""
        try:
            self._show()
        except LogUnavailable as error:
            _log.warning("no checkpoint could be made or kept: %s", error.diagnostic)
        except Exception as problem:  # noqa: BLE001 - one bad round must not end the watch
            _log.error("the witnesses could not be asked: %s", type(problem).__name__)

    def _show(self) -> None:
        note = self._notary.checkpoint()
        if self._asking is None:
            self._notary.keep_checkpoint(note, witnessed=False)
            return
        done = self._asking.round(note)
        self._notary.keep_checkpoint(done.note, witnessed=done.quorum)
        if done.quorum:
            self._cosigned = self._when(done.note)
        self._tell(done)

    def _tell(self, done: Round) -> None:
        """What changed goes on record; a witness that saw another log is told loudly each time."""
        for name, answer in done.answers.items():
            before, self._told[name] = self._told.get(name, Outcome.COSIGNED), answer.outcome
            if answer.outcome is Outcome.CONFLICT:
                _log.critical("witness %s contradicts the access log: %s (464.10)", name, answer.text)
            if answer.outcome is not before:
                self.record(_ACTIONS[answer.outcome], {"witness": name, "reason": answer.text})

    def _when(self, note: Note | None) -> datetime | None:
        """When a quorum saw a checkpoint: the earliest of the times of those who cosigned."""
        if note is None or self._policy is None:
            return None
        try:
            times = self._policy.accept(note.encode()).times
        except (FormatError, Unproven):
            return None  # of an earlier policy
        return datetime.fromtimestamp(min(times.values()), UTC) if times else None


def witnesses_of(settings: Settings, notary: Notary) -> Witnesses:
    """The watch as it is configured; ``ConfigError`` for a trust policy that can't be used or is of another log."""
    log = settings.log
    limits = Limits(timedelta(minutes=log.alarm_minutes), timedelta(hours=log.stop_hours))
    policy = _policy(Path(log.witnesses), notary) if log.witnesses else None
    verify = ssl.create_default_context(cafile=log.witness_authority or None) if policy else False
    http = httpx.Client(timeout=_PATIENCE, verify=verify, trust_env=False, follow_redirects=False)
    near = policy is not None and all(each.url.startswith(_LOOPBACK) for each in policy.witnesses.values())
    return Witnesses(notary, policy, limits, http, _TOGETHER_SECONDS if near else 0.0)


def _policy(file: Path, notary: Notary) -> Policy:
    own = Checkpoint.parse(notary.checkpoint().text).origin
    try:
        policy = parse_policy(file.read_bytes())
    except OSError as error:
        raise ConfigError(f"log.witnesses: {file} can't be read: {error.strerror}.", section="464.5") from error
    except FormatError as error:
        raise ConfigError(f"log.witnesses: {file}: {error.message}", how=error.how, section="464.5") from error
    if notary.key not in [party.key for party in policy.logs]:
        raise ConfigError(
            f"log.witnesses: {file} does not name the key of this log, {own}.",
            how="Write it with workbench log policy, then add the witnesses.",
            section="464.5",
        )
    if not any(party.url for party in policy.witnesses.values()):
        raise ConfigError(
            f"log.witnesses: {file} names no witness with an address.",
            how="Add one, or leave the key out.",
            section="464.5",
        )
    return policy
