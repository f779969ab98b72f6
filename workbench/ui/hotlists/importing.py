"""Putting a list in force, without a widget (464.7(f), 464.7(g)): chosen, looked through, then whole or not at all."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from pathlib import Path, PurePath
from typing import Any

import traitlets as t

from workbench.ui.hotlists.working import Working
from workbench.ui.port import ListKeeper
from workbench.ui.words import plural
from workbench.wire.hotlist_entries import HotlistPreview
from workbench.wire.hotlists import HotlistOffer, HotlistReceipt

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._()/-]{0,79}")
FIELDS = ("path", "name", "source", "format", "reason", "case_number", "entry_date", "expiry")


class ImportModel(Working):
    """One list on its way. The file is either chosen on this server (``path``) or uploaded."""

    path = t.Unicode()
    name = t.Unicode()
    source = t.Unicode()
    format = t.Unicode()
    reason = t.Unicode()
    case_number = t.Unicode()
    entry_date = t.Instance(date, allow_none=True)
    expiry = t.Instance(date, allow_none=True)
    preview = t.Instance(HotlistPreview, allow_none=True)
    receipt = t.Instance(HotlistReceipt, allow_none=True)

    def __init__(self, client: ListKeeper, home: Path) -> None:
        super().__init__()
        self._client, self.home = client, home
        self._upload: tuple[str, Path] | None = None
        self.observe(self._changed, list(FIELDS))

    def choices(self) -> list[str]:
        """Files in the home folder and one level under it that may hold a list, by name."""
        found = [*self.home.glob("[!.]*"), *self.home.glob("[!.]*/[!.]*")]
        wanted = (path for path in found if path.suffix.lower() in {".csv", ".txt", ".tbl", ".dat"})
        return sorted(str(path.relative_to(self.home)) for path in wanted if path.is_file())

    def upload(self, name: str, file: Path | None) -> None:
        """Take this file under its own name instead of one on this server; ``None`` takes that back."""
        self._upload = None if file is None else (PurePath(name).name, file)
        if file is not None:
            self.path = ""
        self.preview = None

    def _changed(self, change: dict[str, Any]) -> None:
        """What was looked through is no longer what would be put in force."""
        if change["name"] == "path" and change["new"]:
            self._upload = None
        self.preview = None

    def problem(self) -> str:
        """What still has to be said; empty when the list may be looked through."""
        if not self.path and self._upload is None:
            return "Choose a file, or upload one; wait until it is whole."
        if not _NAME.fullmatch(self.name.strip()):
            return "Name the list: letters, digits, spaces and . _ ( ) / - only, 80 at most."
        if not self.source:
            return "Say whose data it is: the source (464.7(f))."
        return ""

    async def look(self) -> None:
        """Look the file through; nothing changes."""
        self.receipt = self.preview = None
        if problem := self.problem():
            self.stop(problem, "464.7(f)" if "source" in problem else "")
            return
        call = partial(self._client.hotlists.preview, self._file(), self._offer())
        found = await self.ask(call, "Looking the file through …", "The file was not looked through.")
        if found is not None:
            self.preview, self.status = found, said(found)

    async def install(self) -> None:
        """Put in force what was looked through, whole or not at all."""
        if self.preview is None:
            self.stop("Look the file through first: what would change is shown then.")
            return
        offer = self._offer().model_copy(update={"replaces": self.preview.replaces})
        call = partial(self._client.hotlists.install, self._file(), offer)
        receipt = await self.ask(call, "Putting it in force …", "Nothing was changed: the list in force stays so.")
        if receipt is not None:
            self.status = done(receipt)
            self.receipt, self._upload = receipt, None
            self.path = ""

    def _file(self) -> Path:
        return self._upload[1] if self._upload is not None else self.home / self.path

    def _offer(self) -> HotlistOffer:
        return HotlistOffer(
            name=self.name.strip(),
            source=self.source,
            format=self.format or None,
            reason=self.reason.strip(),
            case_number=self.case_number.strip(),
            entry_date=self.entry_date,
            expiry=self.expiry,
        )


def said(found: HotlistPreview) -> str:
    """What the file would be, in a sentence."""
    entries = plural(found.accepted, "entry", "entries")
    return (
        f"{entries} understood, {found.duplicate:,} twice, {found.rejected:,} rejected. "
        f"Nothing was changed yet; this look is on record as {found.record}."
    )


def done(receipt: HotlistReceipt) -> str:
    """What became of it, in a sentence."""
    if receipt.repeated:
        return f"These same bytes are in force already as version {receipt.version}: nothing was changed."
    entries = plural(receipt.accepted, "entry", "entries")
    return f"{receipt.name} is in force: version {receipt.version}, {entries}. On record as {receipt.record}."
