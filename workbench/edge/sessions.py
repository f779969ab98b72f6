"""Who is at the browser (464.5.1): a short session on the edge, begun by signing in at the Hub (OAuth 2, PKCE)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Response

SECONDS = 900.0
OPEN = 20


@dataclass(frozen=True, slots=True)
class Held:
    """Something that waits for the person's password: what is sent to the custodian then, and which page follows."""

    path: str
    body: Mapping[str, Any]
    done: Callable[[Any], Awaitable[Response]]


@dataclass(slots=True)
class Session:
    """One browser. ``token`` is the Hub's, held here in memory and nowhere else; ``held`` by the step-up's id."""

    username: str
    token: str
    form_key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    held: dict[str, Held] = field(default_factory=dict)

    def hold(self, step_up: str, held: Held) -> None:
        """Keep what waits; the oldest gives way when a script asks without end."""
        while len(self.held) >= OPEN:
            del self.held[next(iter(self.held))]
        self.held[step_up] = held

    def form_ok(self, given: str) -> bool:
        """Whether a form came from a page that this session was shown."""
        return hmac.compare_digest(self.form_key.encode(), given.encode())


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in under way: where to go afterwards, and the PKCE verifier (RFC 7636)."""

    next_path: str
    verifier: str
    nonce: str
    until: float

    def challenge(self) -> str:
        """SHA-256 of the verifier, as the Hub wants it."""
        raw = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Sessions:
    """Sessions by cookie and sign-ins by state; both forgotten after fifteen minutes."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._started: dict[str, Started] = {}

    def start(self, next_path: str) -> tuple[str, Started]:
        """Begin a sign-in; returns its state and what belongs to it."""
        self._sweep()
        state = secrets.token_urlsafe(24)
        began = Started(next_path, secrets.token_urlsafe(48), secrets.token_urlsafe(24), time.monotonic() + SECONDS)
        self._started[state] = began
        return state, began

    def finish(self, state: str, nonce: str) -> Started | None:
        """The sign-in of this state, once, and only for the browser that began it."""
        began = self._started.pop(state, None)
        if began is None or began.until < time.monotonic() or not hmac.compare_digest(began.nonce, nonce):
            return None
        return began

    def open(self, username: str, token: str) -> str:
        """Open a session; returns the cookie's value."""
        self._sweep()
        cookie = secrets.token_urlsafe(32)
        self._sessions[cookie] = Session(username, token)
        return cookie

    def get(self, cookie: str) -> Session | None:
        """The session of this cookie while it lasts."""
        session = self._sessions.get(cookie)
        return session if session is not None and session.until > time.monotonic() else None

    def close(self, cookie: str) -> None:
        """Forget a session."""
        self._sessions.pop(cookie, None)

    def _sweep(self) -> None:
        now = time.monotonic()
        for cookie in [key for key, session in self._sessions.items() if session.until <= now]:
            del self._sessions[cookie]
        for state in [key for key, began in self._started.items() if began.until <= now]:
            del self._started[state]
