"""Asking witnesses to cosign (464.5): the newest checkpoint goes to each, and what comes back is checked and kept.

Only the newest is ever sent: a cosignature's time then says when the log was that long, to within the journey.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

import httpx

from workbench.accesslog.add_checkpoint import PATH, AddCheckpoint
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.cosignature import cosigned_at
from workbench.accesslog.encoding import number
from workbench.accesslog.merkle import Nodes, consistency
from workbench.accesslog.note import Note, Signature, signatures
from workbench.accesslog.tlog_policy import Party, Policy
from workbench.errors import FormatError, Unproven

CLOCKS_APART_SECONDS = 60
"""How far a witness's clock may be from ours; its times bracket those of the records."""
_LARGEST_ANSWER = 200_000


class Outcome(StrEnum):
    """What a witness did."""

    COSIGNED = "cosigned"
    SILENT = "silent"
    """Not reached, or in trouble; it is asked again with the next checkpoint."""
    REFUSED = "refused"
    """It does not know this log or its key, or what it said can't be used: somebody must look at its settings."""
    CONFLICT = "conflict"
    """It saw another or a longer log under our name: ours was rolled back or rewritten, or its key is in two places."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking one witness; ``size`` is what it has cosigned, as far as we know."""

    outcome: Outcome
    text: str
    size: int
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """What came of asking all; ``note`` bears the cosignatures, ``quorum`` says whether they suffice."""

    note: Note
    answers: Mapping[str, Answer]
    quorum: bool


class Witnessing:
    """The log's side; ``nodes`` looks the tree up. One round at a time, on any thread."""

    def __init__(
        self, policy: Policy, nodes: Nodes, http: httpx.Client, *, now: Callable[[], float] = time.time
    ) -> None:
        self._policy = policy
        self._nodes = nodes
        self._http = http
        self._now = now
        self._sizes: dict[str, int] = {}

    def round(self, note: Note) -> Round:
        """Send the newest checkpoint to every witness that has an address, all at once, and gather what they say."""
        asked = {name: party for name, party in self._policy.witnesses.items() if party.url}
        with ThreadPoolExecutor(max_workers=max(1, len(asked))) as threads:
            pending = {name: threads.submit(self._ask, name, party, note) for name, party in asked.items()}
        answers = {name: each.result() for name, each in pending.items()}
        self._sizes |= {name: each.size for name, each in answers.items()}
        made = {name: each.signature for name, each in answers.items() if each.signature}
        return Round(note.with_signatures(made.values()), answers, self._policy.witnessed(made))

    def _ask(self, name: str, party: Party, note: Note) -> Answer:
        checkpoint = Checkpoint.parse(note.text)
        known = min(self._sizes.get(name, 0), checkpoint.size)
        for _ in range(2):  # the second time with the size that it says it saw
            proof = tuple(consistency(self._nodes, known, checkpoint.size))
            try:
                response = self._post(party.url, AddCheckpoint(known, proof, note).encode())
            except httpx.HTTPError as problem:
                return Answer(Outcome.SILENT, f"{type(problem).__name__}: it was not reached", known)
            if response.status_code != HTTPStatus.CONFLICT:
                return self._heard(party, note, response, known, checkpoint.size)
            said = number(response.text.strip())
            if said is None or said == known or said > checkpoint.size:
                return Answer(Outcome.CONFLICT, f"it saw {said} records of another log under our name", known)
            known = said
        return Answer(Outcome.SILENT, "it changes its mind about what it saw", known)

    def _post(self, url: str, body: bytes) -> httpx.Response:
        with self._http.stream("POST", f"{url.rstrip('/')}/{PATH}", content=body) as response:
            held = b""
            for part in response.iter_bytes():
                held += part
                if len(held) > _LARGEST_ANSWER:
                    raise httpx.DecodingError("the answer is too long")
            return httpx.Response(response.status_code, content=held)

    def _heard(self, party: Party, note: Note, response: httpx.Response, known: int, size: int) -> Answer:
        match response.status_code:
            case HTTPStatus.OK:
                return self._cosigned(party, note, response.content, known, size)
            case HTTPStatus.UNPROCESSABLE_ENTITY:
                return Answer(Outcome.CONFLICT, f"our log does not continue the {known} records that it saw", known)
            case status if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
                return Answer(Outcome.SILENT, f"it answered {status}", known)
            case status:
                return Answer(Outcome.REFUSED, f"it answered {status}", known)

    def _cosigned(self, party: Party, note: Note, body: bytes, known: int, size: int) -> Answer:
        try:
            theirs = [each for each in signatures(body.decode("utf-8", "replace")) if each.by(party.key)][:1]
            at = cosigned_at(Note(note.text, tuple(theirs)), party.key)
        except (FormatError, Unproven) as problem:
            return Answer(Outcome.REFUSED, problem.message, known)
        if at is None:
            return Answer(Outcome.REFUSED, "it did not cosign with the key that the policy names", known)
        if abs(at - self._now()) > CLOCKS_APART_SECONDS:
            return Answer(Outcome.REFUSED, "its clock and ours are too far apart", size)
        return Answer(Outcome.COSIGNED, "", size, theirs[0])
