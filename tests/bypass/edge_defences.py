"""What stands in an attacker's way at the edge, each with what it is when it does not stand: for controls.

``python -m tests.bypass.edge_defences ORDER`` starts the edge; the file ORDER names the defence that does not stand.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

from fastapi import Request, Response

from tests.bypass.obeying import Patch, obey
from workbench.edge import __main__ as main
from workbench.edge.edge import COOKIE, Edge
from workbench.edge.sessions import Session, Sessions, Started


def _form_key() -> list[Patch]:
    """A form is believed without the key that only its page knows."""
    return [(Session, "form_ok", lambda *_: True)]


def _nonce() -> list[Patch]:
    """A sign-in may be finished by another browser than the one that began it."""
    finish = Sessions.finish

    def anybodys(sessions: Sessions, state: str, _: str) -> Started | None:
        began = sessions._started.get(state)
        return finish(sessions, state, began.nonce if began else "")

    return [(Sessions, "finish", anybodys)]


def _page(change: Callable[[Edge], None]) -> list[Patch]:
    """Pages are made by an edge that was changed."""
    real = Edge.page

    def weaker(edge: Edge, *given: Any, **shown: Any) -> Response:
        changed = copy(edge)
        change(changed)
        return real(changed, *given, **shown)

    return [(Edge, "page", weaker)]


def _escaping() -> list[Patch]:
    """What people typed goes into a page as it is."""
    return _page(lambda edge: setattr(edge, "pages", edge.pages.overlay(autoescape=False)))


def _frames() -> list[Patch]:
    """A page may be put into a frame."""

    def allow(edge: Edge) -> None:
        policy = edge.headers["Content-Security-Policy"].replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        edge.headers = edge.headers | {"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"}

    return _page(allow)


def _session() -> list[Patch]:
    """Whoever brings a token of the Hub's is taken for signed in."""

    def believed(edge: Edge, request: Request) -> Session | None:
        token = request.headers.get("Authorization", "").partition(" ")[2]
        return Session("", token) if token else edge.sessions.get(request.cookies.get(COOKIE, ""))

    return [(Edge, "session", believed)]


WITHOUT: dict[str, Callable[[], list[Patch]]] = {
    "form key": _form_key,
    "nonce": _nonce,
    "escaping": _escaping,
    "frames": _frames,
    "session": _session,
}


if __name__ == "__main__":
    obey(Path(sys.argv[1]), WITHOUT)
    sys.exit(main.main())
