"""Sign-ins at the identity provider that are under way (464.5.1): each ends once, in the browser that began it.

In memory: a restart forgets them, and whoever was on the way begins again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LASTS = timedelta(minutes=10)
PROOF_LASTS = timedelta(minutes=2)
MOST = 10_000
"""Of each kind at one time; the oldest gives way."""


def _word() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Flow:
    """One way to the provider and back. ``person`` and ``purpose`` are empty for a sign-in.

    ``browser`` stands in a cookie of the browser that began it; ``state``, ``nonce`` and ``verifier`` are OpenID
    Connect's and those of RFC 7636.
    """

    begun: datetime
    back: str = ""
    person: str = ""
    purpose: str = ""
    state: str = field(default_factory=_word)
    nonce: str = field(default_factory=_word)
    verifier: str = field(default_factory=_word)
    browser: str = field(default_factory=_word)

    @property
    def challenge(self) -> str:
        """What the provider is told of the verifier (S256)."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


class Flows:
    """Ways under way, and what came back of those that ask a person again."""

    def __init__(self) -> None:
        self._flows: OrderedDict[str, Flow] = OrderedDict()
        self._proofs: OrderedDict[str, tuple[str, str, datetime]] = OrderedDict()

    def begin(self, flow: Flow) -> None:
        """Remember it."""
        self._flows[flow.state] = flow
        while len(self._flows) > MOST:
            self._flows.popitem(last=False)

    def take(self, state: str, browser: str, now: datetime) -> Flow | None:
        """The one of this state, once; None when it is over, was taken, or was begun in another browser."""
        flow = self._flows.pop(state, None)
        if flow is None or flow.begun + LASTS <= now or not hmac.compare_digest(flow.browser, browser):
            return None
        return flow

    def prove(self, flow: Flow, now: datetime) -> str:
        """The person of this flow was there just now: the word that says so, for its purpose, once."""
        word = _word()
        self._proofs[word] = (flow.person, flow.purpose, now + PROOF_LASTS)
        while len(self._proofs) > MOST:
            self._proofs.popitem(last=False)
        return word

    def spend(self, word: str, person: str, purpose: str, now: datetime) -> bool:
        """Whether the word says that this person was there for exactly this; it says so once."""
        whose, what, until = self._proofs.pop(word, ("", "", now))
        return now < until and (whose, what) == (person, purpose)
