"""Who is calling (464.5.1): the Hub says it, of the token; nothing in a request's body counts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from workbench.errors import HubUnavailable, SignInRequired
from workbench.policy.roles import ASSENT_SCOPE, PERSONAL, ROLE_GROUP, Operation, Role, operations, scope

CACHED_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class HubUser:
    """A signed-in person as the Hub describes him or her."""

    username: str
    roles: frozenset[Role]
    operations: frozenset[Operation]
    may_assent: bool


class HubIdentity:
    """Asks the Hub who holds a token; remembers the answer for ten seconds at most.

    Raises ``SignInRequired`` when the Hub doesn't know the token (any more) and ``HubUnavailable`` when the
    Hub doesn't answer: then nobody is signed in.
    """

    def __init__(self, api_url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._http = httpx.Client(base_url=api_url, timeout=10.0, trust_env=False)
        self._clock = clock
        self._known: dict[str, tuple[float, HubUser]] = {}
        self._forgotten = 0
        self._lock = threading.Lock()

    def identify(self, token: str, *, fresh: bool = False) -> HubUser:
        """The person behind a token; ``fresh`` asks the Hub even if it was asked a moment ago."""
        if not token:
            raise SignInRequired("No sign-in came with this call.", how="Sign in again.", section="464.5.1")
        if not fresh and (known := self._remembered(token)) is not None:
            return known
        with self._lock:
            forgotten = self._forgotten
        user = self._ask(token)
        with self._lock:
            if forgotten == self._forgotten:  # else the answer may be older than the change
                self._remember(token, user)
        return user

    def forget(self, username: str | None = None) -> None:
        """Ask the Hub anew about this person (or everybody): a role changed, an account was disabled."""
        with self._lock:
            self._forgotten += 1
            for token, (_, user) in list(self._known.items()):
                if username in (None, user.username):
                    del self._known[token]

    def close(self) -> None:
        """Close the connections to the Hub."""
        self._http.close()

    def _remember(self, token: str, user: HubUser) -> None:
        """Keep the answer, and none that has run out: a token that nobody asks about again is not held."""
        now = self._clock()
        self._known = {held: known for held, known in self._known.items() if known[0] > now}
        self._known[token] = (now + CACHED_SECONDS, user)

    def _remembered(self, token: str) -> HubUser | None:
        with self._lock:
            until, user = self._known.get(token, (0.0, None))
            if user is not None and until > self._clock():
                return user
            self._known.pop(token, None)
        return None

    def _ask(self, token: str) -> HubUser:
        try:
            answer = self._http.get("user", headers={"Authorization": f"token {token}"})
        except httpx.HTTPError as error:
            raise HubUnavailable(
                "The sign-in service does not answer, so nobody can be identified.",
                how="Try again in a moment; if it lasts, tell the operator.",
                section="464.5.1",
                diagnostic=type(error).__name__,
            ) from None
        if answer.status_code in (401, 403):
            self.forget_token(token)
            raise SignInRequired(
                "Your sign-in is no longer valid.", how="Sign out and sign in again.", section="464.5.1"
            )
        if answer.status_code != httpx.codes.OK:
            raise HubUnavailable(
                "The sign-in service could not say who is calling.",
                how="Try again in a moment.",
                section="464.5.1",
                diagnostic=f"hub answered {answer.status_code}",
            )
        return _user(answer.json())

    def forget_token(self, token: str) -> None:
        """Drop what is remembered of one token."""
        with self._lock:
            self._known.pop(token, None)


def _user(model: dict[str, object]) -> HubUser:
    if model.get("kind") != "user":
        raise SignInRequired("A service can't act as a person.", how="Sign in.", section="464.5.1")
    groups = model.get("groups")
    scopes = model.get("scopes")
    held = frozenset(str(name) for name in scopes) if isinstance(scopes, list) else frozenset()
    names = {str(group).removeprefix(ROLE_GROUP) for group in groups} if isinstance(groups, list) else set()
    roles = frozenset(role for role in PERSONAL if role.value in names)
    allowed = frozenset(op for op in operations(roles) if scope(op) in held)
    return HubUser(str(model["name"]), roles, allowed, ASSENT_SCOPE in held)
