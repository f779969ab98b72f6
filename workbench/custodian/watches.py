"""Who follows the hits (464.5, 464.7(g)), under which purpose; kept in memory alone."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass

from workbench.errors import NotFound


@dataclass(frozen=True, slots=True)
class _Watch:
    username: str
    purpose_id: str


class Watches:
    """Who follows the hits, under which purpose; a stop of the custodian forgets them, and one begins anew."""

    EACH = 20
    """Panels of one person that follow at a time; the oldest gives way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watches: dict[str, _Watch] = {}

    def begin(self, username: str, purpose_id: str) -> str:
        """A name for a new watch of this person's, which nobody can guess."""
        name = secrets.token_hex(16)
        with self._lock:
            own = [known for known, watch in self._watches.items() if watch.username == username]
            for oldest in own[: max(0, len(own) + 1 - self.EACH)]:
                del self._watches[oldest]
            self._watches[name] = _Watch(username, purpose_id)
        return name

    def purpose(self, name: str, username: str) -> str:
        """The purpose that this person's watch rests on; ``NotFound`` when there is none of that name."""
        with self._lock:
            watch = self._watches.get(name)
        if watch is None or watch.username != username:
            raise NotFound("Hits are not followed any more.", how="Follow them anew.", section="464.5")
        return watch.purpose_id

    def end(self, name: str) -> None:
        """Forget a watch."""
        with self._lock:
            self._watches.pop(name, None)
