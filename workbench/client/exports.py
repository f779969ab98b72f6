"""Taking the reads of an answer out as a file (464.5, 464.9, 464.11): the custodian makes it, and records it first."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import polars as pl

from workbench.client import released
from workbench.client.answer import Answer
from workbench.client.asking import AskingCalls
from workbench.client.problems import build
from workbench.client.released import named
from workbench.client.transport import LONG
from workbench.errors import BadInput, PurposeRequired, Unavailable
from workbench.prose.receipts import receipt_details
from workbench.prose.shown import escape
from workbench.wire.export import Format, TakenOut, TakeOut, unpack
from workbench.wire.log import RECORD_MEDIA_TYPE

FOLDER = "taken-out"
"""In one's home; only its owner may look into it."""


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file of reads in one's own home, and the head that names its records."""

    head: TakenOut
    path: Path

    @property
    def cited(self) -> str:
        """How to cite it in a report."""
        head = self.head
        return f"{head.name}, records {head.record} and {head.result_record} of the access log"

    @property
    def summary(self) -> str:
        """One sentence: what it is, where it was put, and where it is recorded."""
        return f"{self.head.count:,} reads as {self.head.format.value}, put into {self.path}: {self.cited}."

    def __repr__(self) -> str:
        return f"<TakenFile: {self.summary}>"

    def _repr_html_(self) -> str:
        told = f"<p>{escape(self.summary)}</p><p>SHA-256 <code>{self.head.sha256}</code></p>"
        return told + receipt_details(self.head.receipt)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        return {RECORD_MEDIA_TYPE: named(self.head)}


class ExportCalls(AskingCalls):
    """Files of reads; each is asked again on a signed-in page before it is made."""

    def take_out(
        self,
        answer: Answer,
        format: Format | Literal["csv", "xlsx", "pdf", "map", "evidence"] = "xlsx",  # noqa: A002 - what everybody calls it
        *,
        why: str,
        case_number: str = "",
        paper: Literal["A4", "Letter"] = "Letter",
        release: int | None = None,
        evidence: str = "",
        only: pl.DataFrame | Sequence[str] | None = None,
        narrowed: str = "",
        folder: Path | str | None = None,
    ) -> TakenFile:
        """The reads of an answer as a file in your home; the search behind it is made afresh, and recorded anew.

            answer = client.search("7AB?1*")
            taken = client.take_out(answer, "pdf", why="For the case file of the stolen pick-up.")
            taken.path

        ``answer`` is one of ``search``, ``canvass`` or ``vehicle``. ``case_number`` names the case whose file it goes
        into, if not the purpose's. ``map`` is one page that opens without a network; ``evidence`` is a sealed package,
        checked by ``workbench evidence verify``. ``release`` is the number of an agency's approved request that the
        file fulfils (``client.sharing``), ``evidence`` the number under which it is booked. ``folder`` is made if need
        be; the file is readable by you alone.

        ``only`` are the reads of the answer that go out, a part of its frame or their ids; ``narrowed`` says in words
        what they were narrowed to, which stands on the file and in the record:

            one = answer.frame.filter(camera="EC-04")
            client.take_out(answer, "csv", why="...", only=one, narrowed="camera EC-04")

        Raises ``AssentRequired`` with the page on which to confirm it, each time: confirm there and ask again with the
        same words. Raises ``Refused`` (464.11) for too many reads or a role that takes nothing out.
        """
        asked = answer.asked
        if asked is None:
            raise BadInput(
                "Only reads are taken out: this answer is made of them.",
                where="answer",
                how="Take out the answer of search, canvass or vehicle.",
            )
        chosen = None if only is None else {"read_ids": _ids(only), "narrowed": narrowed}
        said = {"query": asked.model_dump(exclude={"query_id"}), "format": format, "why": why, "chosen": chosen}
        more = {"case_number": case_number, "paper": paper, "release": release, "evidence": evidence}
        request = build(TakeOut, {**said, **more})
        try:
            body = request.model_dump_json().encode()
            data = self._transport.send(
                "POST", "/v1/exports/reads", body, headers={"Content-Type": "application/json"}, timeout=LONG
            )
        except PurposeRequired:
            self._purposes.replace(asked.purpose_id, None)
            raise
        head, file = _whole(data)
        released.note(head.record, head.result_record, receipt=head.receipt)
        return TakenFile(head, _put(Path(folder) if folder else Path.home() / FOLDER, head.name, file))


def _ids(only: pl.DataFrame | Sequence[str]) -> list[str]:
    """The ids of the reads that go out."""
    if not isinstance(only, pl.DataFrame):
        return list(only)
    if "read_id" not in only.columns:
        raise BadInput(
            "What goes out is told by the ids of its reads: the frame has no column read_id.",
            where="only",
            how="Filter the answer's own frame, with its column read_id.",
        )
    return only["read_id"].to_list()


def _whole(data: bytes) -> tuple[TakenOut, bytes]:
    """The head and the file, if it is the one that the head speaks of."""
    try:
        head, file = unpack(data)
    except ValueError:
        head, file = None, b""
    if head is None or (len(file), hashlib.sha256(file).hexdigest()) != (head.size, head.sha256):
        raise Unavailable(
            "The file is incomplete and was thrown away.",
            how="Take it out again; the access log tells that this one was made.",
        )
    return head, file


def _put(folder: Path, name: str, file: bytes) -> Path:
    """Write a new file, readable by its owner alone."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / name
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as made:
            made.write(file)
    except OSError as error:
        raise BadInput(
            f"The file can't be written into {folder}: {error.strerror}.",
            where="folder",
            how="Name another folder and take it out again; the access log tells that this one was made.",
        ) from None
    return path
