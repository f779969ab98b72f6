"""A small client that keeps hotlists in memory; what is asked of it is remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.unit.ui.fakes import NOW, me
from workbench.wire.hotlist_entries import EntryChange, EntryPage, HotlistPreview, ListedEntry, OwnChanged
from workbench.wire.hotlists import OWN_LIST, HotlistLine, HotlistOffer, HotlistPage, HotlistReceipt, ListState
from workbench.wire.ingest import Rejected
from workbench.wire.purpose import Me, PurposeDeclared

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def line(number: int, name: str = "DOJ stolen vehicles", **changes: Any) -> HotlistLine:
    """One version of a list, in force for some hours."""
    known: dict[str, Any] = {
        "number": number,
        "name": name,
        "version": number,
        "source": "state",
        "format": "ca-doj",
        "state": ListState.ACTIVE,
        "entries": 48_211,
        "installed_by": "adam",
        "installed": NOW - 5 * HOUR,
        "record": 200 + number,
        "ended_by": "",
        "ended": None,
        "hits": 41,
    }
    return HotlistLine(**known | changes)


def lines() -> list[HotlistLine]:
    """What an agency has."""
    return [
        line(7, OWN_LIST, source="department", format="own", entries=3, expiring=1, expired=1, hits=2,
             installed=NOW - 60 * HOUR, version=12),
        line(6),
        line(5, state=ListState.REPLACED, ended_by="adam", ended=NOW - 5 * HOUR, installed=NOW - 29 * HOUR),
        line(4, "NCIC extract", format="ncic", source="federal", entries=9_120, installed=NOW - 70 * HOUR, hits=3),
        line(3, "Parking", state=ListState.RETIRED, ended_by="adam", ended=NOW - 90 * HOUR, source="department"),
    ]  # fmt: skip


def entry(number: int, **changes: Any) -> ListedEntry:
    """One entry of our own."""
    known: dict[str, Any] = {
        "entry_id": f"{number:032x}",
        "plate": f"7ABC12{number}",
        "state": "CA",
        "reason": "vehicle of a felony",
        "case_number": f"26-0041{number}",
        "entered": NOW - 20 * DAY,
        "expires": NOW + number * 20 * DAY,
        "note": "dark sedan, dent in the left door",
    }
    return ListedEntry(**known | changes)


def preview(**changes: Any) -> HotlistPreview:
    """A file that changes some of what is in force."""
    known: dict[str, Any] = {
        "name": "DOJ stolen vehicles",
        "source": "state",
        "format": "ca-doj",
        "sha256": "a" * 64,
        "accepted": 48_240,
        "duplicate": 2,
        "rejected": 2,
        "problems": [
            Rejected(line=812, reason="the plate can't be read: it needs 1 to 10 letters A-Z or digits"),
            Rejected(line=40_017, reason="there is no such entry date"),
        ],
        "replaces": 6,
        "before": 48_211,
        "added": 41,
        "removed": 12,
        "changed": 3,
        "same": 48_196,
        "changed_fields": {"expires": 3, "note": 1},
        "shown": True,
        "changes": [
            EntryChange(before=None, after=entry(4), fields=[]),
            EntryChange(before=entry(5, note="county 13"), after=None, fields=[]),
            EntryChange(before=entry(6, note="county 13"), after=entry(6, note="county 07"), fields=["note"]),
        ],
        "first": [entry(4), entry(6)],
        "record": 610,
        "result_record": 611,
        "receipt": "c2sp.org/tlog-proof@v1\nindex 611\n",
    }
    return HotlistPreview(**known | changes)


@dataclass
class FakeLists:
    """The desk; ``fails`` is raised once instead."""

    kept: list[HotlistLine] = field(default_factory=lines)
    entered: list[ListedEntry] = field(default_factory=lambda: [entry(0, expires=NOW - DAY), entry(1), entry(2)])
    found: HotlistPreview = field(default_factory=preview)
    fails: list[Exception] = field(default_factory=list)
    calls: list[tuple[str, Any]] = field(default_factory=list)

    def list(self, before: int | None = None, limit: int = 100) -> HotlistPage:
        self._called("list", limit)
        return HotlistPage(lists=self.kept, before=None, record=600, sources=["department", "state"])

    def preview(self, path: Path | str, offer: HotlistOffer) -> HotlistPreview:
        self._called("preview", (Path(path), offer))
        return self.found

    def install(self, path: Path | str, offer: HotlistOffer) -> HotlistReceipt:
        self._called("install", (Path(path), offer))
        counts = {"accepted": self.found.accepted, "duplicate": 2, "rejected": 2, "problems": self.found.problems}
        return HotlistReceipt(name=offer.name, version=7, source=offer.source, format="ca-doj", sha256="a" * 64,
                              repeated=False, record=612, installed=NOW, **counts)  # fmt: skip

    def retire(self, name: str) -> None:
        self._called("retire", name)
        self.kept = [each for each in self.kept if each.name != name]

    def entries(self, name: str, *, due: str = "all", plate: str = "", skip: int = 0, limit: int = 100) -> EntryPage:
        self._called("entries", (name, due, plate, skip))
        shown = [each for each in self.entered if plate in ("", each.plate)]
        return EntryPage(name=name, version=12, entries=shown[skip : skip + limit], total=len(shown), record=620,
                         result_record=621, receipt="c2sp.org/tlog-proof@v1\nindex 621\n")  # fmt: skip

    def enter(
        self, plate: str, *, reason: str, case_number: str, expiry: date | str, state: str = "", note: str = ""
    ) -> OwnChanged:
        self._called("enter", (plate, reason, case_number, expiry, state, note))
        told = entry(9, plate=plate.upper(), reason=reason, case_number=case_number, note=note)
        self.entered.append(told)
        return OwnChanged(entry=told, version=13, entries=len(self.entered), record=630)

    def withdraw(self, entry_id: str, note: str = "") -> OwnChanged:
        self._called("withdraw", (entry_id, note))
        gone = next(each for each in self.entered if each.entry_id == entry_id)
        self.entered.remove(gone)
        return OwnChanged(entry=gone, version=13, entries=len(self.entered), record=631)

    def _called(self, name: str, asked: Any) -> None:
        self.calls.append((name, asked))
        if self.fails:
            raise self.fails.pop(0)


@dataclass
class FakeKeeper:
    """An administrator's client."""

    who: Me = field(default_factory=lambda: me(username="adam", roles=["administrator"], operations=["hotlist"]))
    hotlists: FakeLists = field(default_factory=FakeLists)
    purpose: PurposeDeclared | None = None

    def me(self) -> Me:
        return self.who

    def current_purpose(self) -> PurposeDeclared | None:
        return self.purpose


def clock() -> datetime:
    """The time that the panels go by."""
    return NOW
