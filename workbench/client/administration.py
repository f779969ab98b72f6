"""The programme and its lists (464.3, 464.3.1), for administrators; what widens access is done on signed-in pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from workbench.client import context
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.wire.base import Message
from workbench.wire.programme import Configuration, Programme
from workbench.wire.programme_lists import (
    CaseList,
    ImportCases,
    KeepCamera,
    KeepLexicon,
    Lexicon,
    LexiconName,
    ProgrammeLists,
    UnwatchPlate,
    WatchEntry,
    WatchKind,
    WatchPlate,
)

T = TypeVar("T")


class AdministrationCalls(Calls):
    """``client.administration``; every call is on record."""

    def programme(self) -> Programme:
        """People with roles, training and sources, delegations, and devices."""
        return self._transport.ask("GET", "/v1/administration/programme", Programme)

    def configuration(self) -> Configuration:
        """Every key of the configuration with its value, default and meaning, and a digest of the values."""
        return self._transport.ask("GET", "/v1/administration/configuration", Configuration)

    def lists(self) -> ProgrammeLists:
        """Cameras, the watch-list as keyed hashes, the list of open cases and the lists of words."""
        return self._transport.ask("GET", "/v1/administration/lists", ProgrammeLists)

    def keep_camera(
        self, name: str, source: str, latitude: float, longitude: float, place: str = "", *, active: bool = True
    ) -> None:
        """Register a camera by the name that its reads bear; degrees WGS 84.

        Reads of an active one that say no place get this one, unless their batch says another.
        """
        where = {"latitude": latitude, "longitude": longitude, "place": place}
        self._send("cameras", KeepCamera, {"camera": {"name": name, "source": source, "active": active, **where}})

    def watch(self, plate: str, kind: WatchKind | str, about: str = "", note: str = "") -> WatchEntry:
        """Have audits look for whoever searches this plate; only a keyed hash of it is kept."""
        said = {"plate": plate, "kind": kind, "about": about or None, "note": note}
        return self._ask("watch", WatchEntry, WatchPlate, said)

    def unwatch(self, entry: str, about: str, reason: str) -> None:
        """Take an entry off; ``AssentRequired`` with the page on which a second administrator approves it."""
        self._send("watch/remove", UnwatchPlate, {"entry": entry, "about": about, "reason": reason})

    def import_cases(self, name: str, text: str) -> CaseList:
        """Put the agency's open cases in force, as CSV whose first column is the number; it replaces what stood."""
        return self._ask("cases", CaseList, ImportCases, {"name": name, "text": text})

    def keep_words(self, name: LexiconName | str, entries: Sequence[str]) -> Lexicon:
        """Put a new version of a list of words in force; dropping a vague phrase takes a second administrator."""
        return self._ask("lexicons", Lexicon, KeepLexicon, {"name": name, "entries": list(entries)})

    def _ask(self, path: str, answer: type[T], message: type[Message], said: Mapping[str, object]) -> T:
        told = build(message, {**said, "context": context.current()})
        return self._transport.ask("POST", f"/v1/administration/{path}", answer, told, timeout=LONG)

    def _send(self, path: str, message: type[Message], said: Mapping[str, object]) -> None:
        body = build(message, {**said, "context": context.current()}).model_dump_json().encode()
        self._transport.send("POST", f"/v1/administration/{path}", body, headers={"Content-Type": "application/json"})
