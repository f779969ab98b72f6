"""A custodian that knows people and purposes and no reads, over a real Unix socket.

To be replaced by the real one once it can be started on its own; the kernel's tests need only /v1/me and
/v1/purposes, and the client's tests script what a custodian could answer.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import uvicorn
from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from workbench.errors import NotFound, PurposeRejected, SignInRequired, WorkbenchError
from workbench.policy.caller import Realm
from workbench.policy.purpose import CATEGORY_LABELS, PROMPT, problems
from workbench.wire.problems import to_problem
from workbench.wire.purpose import CategoryChoice, Me, PurposeDeclared, PurposeDraft

TOKEN = "token-of-ana"
DRAFT = {
    "category": "stolen_or_wanted_vehicle",
    "case_number": "26-01234",
    "narrative": "Silver pickup taken from a driveway on Orange Avenue overnight.",
    "why_this_plate": "The owner remembers the plate beginning with 7ABC.",
}

ME = Me(
    username="ana",
    organisation="Test Police Department",
    roles=["analyst"],
    operations=["query"],
    realm=Realm.LIVE,
    trained=True,
    standing="Trained until next year.",
    trained_until=None,
    policy_version="2026-01",
    sources=["department"],
    isolation_enforced=False,
    prompt=PROMPT,
    categories=[CategoryChoice(value=c, label=label, section=s) for c, (label, s) in CATEGORY_LABELS.items()],
    idle_minutes=30,
)

Answer = Callable[[bytes, Request], Response]


class StandIn(AbstractContextManager["StandIn"]):
    """``asked`` holds method and path of each call; ``scripted`` answers a call in place of the usual."""

    def __init__(self, folder: Path, *, tls: bool = False) -> None:
        """``tls``: over the network instead, with ``folder/cert.pem`` and ``folder/key.pem``."""
        self._certificate, self._key = (folder / "cert.pem", folder / "key.pem") if tls else (None, None)
        self.path = folder / "custodian.sock"
        self.address = f"unix:{self.path}"
        self.purposes: dict[str, PurposeDeclared] = {}
        self.drafts: list[PurposeDraft] = []
        self.asked: list[tuple[str, str]] = []
        self.scripted: dict[tuple[str, str], Answer] = {}

    def __enter__(self) -> Self:
        listening = socket.socket(socket.AF_INET if self._key else socket.AF_UNIX)
        listening.bind(("127.0.0.1", 0) if self._key else str(self.path))
        listening.listen(64)
        if self._key:
            self.address = f"https://localhost:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            self._app(),
            log_level="warning",
            lifespan="off",
            ssl_certfile=self._certificate,
            ssl_keyfile=self._key,
        )
        self._server = uvicorn.Server(config)
        serve = self._server.serve(sockets=[listening])
        self._thread = threading.Thread(target=asyncio.run, args=(serve,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop serving; a second stop does nothing."""
        self._server.should_exit = True
        self._thread.join()
        self.path.unlink(missing_ok=True)

    def count(self, method: str, path: str) -> int:
        """How often a call was made whose path begins so."""
        return sum(1 for asked in self.asked if asked[0] == method and asked[1].startswith(path))

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.api_route("/{path:path}", methods=["GET", "POST", "DELETE"])
        async def anything(path: str, request: Request) -> Response:
            body = await request.body()
            return await run_in_threadpool(self._answer, request, f"/{path}", body)

        return app

    def _answer(self, request: Request, path: str, body: bytes) -> Response:
        self.asked.append((request.method, path))
        if scripted := self.scripted.get((request.method, path)):
            return scripted(body, request)
        try:
            if request.headers.get("Authorization") != f"token {TOKEN}":
                raise SignInRequired("Your sign-in is no longer valid.", section="464.5.1")
            return self._usual(request.method, path, body)
        except WorkbenchError as error:
            return told(error)

    def _usual(self, method: str, path: str, body: bytes) -> Response:
        if path == "/v1/me":
            return Response(ME.model_dump_json(), media_type="application/json")
        if (method, path) == ("POST", "/v1/purposes"):
            return _json(self._declare(PurposeDraft.model_validate_json(body)))
        purpose = self.purposes.get(path.removeprefix("/v1/purposes/"))
        if purpose is None:
            raise NotFound("This purpose has ended or is not yours.", how="Declare it anew.", section="464.5")
        if method == "DELETE":
            del self.purposes[purpose.purpose_id]
            return Response(status_code=204)
        return _json(purpose)

    def _declare(self, draft: PurposeDraft) -> PurposeDeclared:
        if found := problems(draft.category, draft.case_number, draft.narrative, draft.why_this_plate):
            raise PurposeRejected(found)
        now = datetime.now(UTC)
        declared = PurposeDeclared(
            purpose_id=secrets.token_hex(8),
            category=draft.category,
            case_number=draft.case_number,
            realm=Realm.LIVE,
            declared_at=now,
            expires_at=now + timedelta(minutes=30),
            record=len(self.purposes) + 100,
        )
        self.purposes[declared.purpose_id] = declared
        self.drafts.append(draft)
        return declared


def told(error: WorkbenchError) -> Response:
    """An error as the custodian tells it."""
    problem = to_problem(error)
    return Response(problem.model_dump_json(), problem.status, media_type="application/problem+json")


def _json(message: Any) -> Response:
    return Response(message.model_dump_json(), media_type="application/json")
