"""What the administrator's panel asks of a client (464.3.1): the programme and its lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from workbench.wire.programme import Configuration, Programme
from workbench.wire.programme_lists import CaseList, Lexicon, LexiconName, ProgrammeLists, WatchEntry, WatchKind


class Office(Protocol):
    """The programme and its lists; every call is on record."""

    def programme(self) -> Programme:
        """People, delegations and devices."""
        ...

    def configuration(self) -> Configuration:
        """Every key with its value and meaning."""
        ...

    def lists(self) -> ProgrammeLists:
        """What is kept."""
        ...

    def keep_camera(
        self, name: str, source: str, latitude: float, longitude: float, place: str = "", *, active: bool = True
    ) -> None:
        """Register a camera."""
        ...

    def watch(self, plate: str, kind: WatchKind | str, about: str = "", note: str = "") -> WatchEntry:
        """Have audits look for whoever searches a plate."""
        ...

    def unwatch(self, entry: str, about: str, reason: str) -> None:
        """Take an entry off, once it was approved."""
        ...

    def import_cases(self, name: str, text: str) -> CaseList:
        """Put a list of open cases in force."""
        ...

    def keep_words(self, name: LexiconName | str, entries: Sequence[str]) -> Lexicon:
        """Put a list of words in force."""
        ...
