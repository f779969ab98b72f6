"""Handing in a batch without a widget (464.7.1(a), 464.9): what must be said, and the receipt."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any

import polars as pl
import traitlets as t

from workbench.ui.ingest.terms import Terms
from workbench.ui.notice import Notice, notice
from workbench.ui.port import Receiver
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.ingest import BatchOffer, BatchReceipt, Rejected
from workbench.wire.purpose import Me


class IngestModel(Terms):
    """One panel's state. The file is either chosen on this server (``path``) or uploaded."""

    path = t.Unicode()
    format = t.Unicode()
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)
    receipt = t.Instance(BatchReceipt, allow_none=True)

    def __init__(self, client: Receiver, me: Me, home: Path) -> None:
        super().__init__(time_zone=me.time_zone)
        self._client, self.me, self.home = client, me, home
        self._work = Latest()
        self._upload: tuple[str, Path] | None = None

    def choices(self) -> list[str]:
        """Files in the home folder and one level under it that may hold reads, by name."""
        found = [*self.home.glob("[!.]*"), *self.home.glob("[!.]*/[!.]*")]
        wanted = (path for path in found if path.suffix.lower() in {".csv", ".json", ".xml", ".jsonl"})
        return sorted(str(path.relative_to(self.home)) for path in wanted if path.is_file())

    def upload(self, name: str, file: Path | None) -> None:
        """Hand in this file under its own name instead of one on this server; ``None`` takes that back."""
        self._upload = None if file is None else (PurePath(name).name, file)
        if file is not None:
            self.path = ""

    @t.observe("path")
    def _chosen(self, change: dict[str, Any]) -> None:
        """One file at a time: the one chosen last."""
        if change["new"]:
            self._upload = None

    def problem(self) -> str:
        """What still has to be said; empty when the batch may be handed in."""
        if not self.path and self._upload is None:
            return "Choose a file, or upload one; wait until it is whole."
        if self._upload is not None and self._upload[1].stat().st_size == 0:
            return f"{self._upload[0]} is empty. Choose the file that holds the reads."
        return self.terms_problem()

    async def hand_in(self) -> None:
        """Send the batch; the receipt, or what was wrong, is in the traits afterwards."""
        problem = self.problem()
        self.receipt, self.trouble = None, Notice("error", problem) if problem else None
        if problem:
            return
        self.busy, self.status = True, "Handing in …"
        try:
            self.receipt = await self._work.run(self._send)
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble = notice(error)
            self.status = "Nothing was taken in."
        else:
            self.status = said(self.receipt)
            self._upload, self.path = None, ""
        finally:
            self.busy = False

    def _send(self) -> BatchReceipt:
        name, file = self._upload or (self.path, self.home / self.path)
        return self._client.ingest(file, self._offer(PurePath(name).name))

    def _offer(self, name: str) -> BatchOffer:
        stated = {**self.stated(), "name": name[-200:], "format": self.format or None}
        return BatchOffer.model_validate(stated)


def said(receipt: BatchReceipt) -> str:
    """What became of the batch, in one sentence."""
    if receipt.repeated:
        return f"These same bytes were taken before, on {receipt.received:%Y-%m-%d}: nothing was added."
    hits = f" {plural(receipt.hits, 'hit')} on hotlists, to be verified (464.7(g))." if receipt.hits else ""
    return (
        f"{plural(receipt.accepted, 'read')} accepted, {receipt.duplicate:,} already known, "
        f"{receipt.rejected:,} rejected.{hits}"
    )


def rejected(problems: list[Rejected]) -> pl.DataFrame:
    """The rejected entries as a table."""
    rows = [(each.line, each.reason) for each in problems]
    return pl.DataFrame(rows, schema={"line": pl.Int64(), "reason": pl.String()}, orient="row")
