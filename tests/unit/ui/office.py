"""A small office for the administrator's panel: it keeps what it is told, and remembers the calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.unit.ui.fakes import NOW, me
from workbench.wire.programme import Configuration, DelegationShown, DeviceShown, PersonShown, Programme, Setting
from workbench.wire.programme_lists import (
    CameraShown,
    CaseList,
    Lexicon,
    LexiconName,
    ProgrammeLists,
    WatchEntry,
    WatchKind,
)
from workbench.wire.purpose import Me, PurposeDeclared


def someone(username: str, **changes: Any) -> PersonShown:
    """An officer in good standing."""
    known: dict[str, Any] = {
        "username": username,
        "roles": ["officer"],
        "state": "active",
        "why": "",
        "made_by": "root",
        "signed_in_at": NOW - timedelta(days=1),
        "standing": "until 2027-05-01",
        "trained": True,
        "sources": ["department"],
        "delegated": [],
    }
    return PersonShown(**{**known, **changes})


def programme() -> Programme:
    """Four accounts, one delegation, one device."""
    return Programme(
        people=[
            someone("ana", roles=["analyst"], sources=["department", "state"]),
            someone("ben", state="suspended", why="Reported for <b>private</b> use. (adam, record 7)"),
            someone("otto", trained=False, standing="not complete", sources=[]),
            someone("zoe", delegated=["hotlist", "read-log"], signed_in_at=None),
        ],
        delegations=[
            DelegationShown(
                delegation=1,
                username="zoe",
                operations=["hotlist", "read-log"],
                begins_at=NOW,
                until=NOW + timedelta(days=30),
                reason="Keeps the hotlists while adam is away.",
                by="adam",
                approved_by="eve",
                record=31,
                state="open",
            )
        ],
        devices=[DeviceShown(name="car-12", source="department", camera="", added_by="adam", record=12)],
        sources=["department", "state"],
        record=40,
        result_record=41,
    )


@dataclass
class FakeOffice:
    """Believes everything but a watched plate without letters."""

    cameras: list[CameraShown] = field(default_factory=list)
    watched: list[WatchEntry] = field(default_factory=list)
    cases: CaseList | None = None
    words: dict[LexiconName, list[str]] = field(default_factory=dict)
    fails: list[Exception] = field(default_factory=list)

    def _fail(self) -> None:
        if self.fails:
            raise self.fails.pop(0)

    def programme(self) -> Programme:
        self._fail()
        return programme()

    def configuration(self) -> Configuration:
        self._fail()
        kept = [
            Setting(key="hub.port", value="8000", default="8000", explained="Its TCP port.", section=""),
            Setting(
                key="training.valid_days", value="180", default="365", explained="Days that a sign-off holds.",
                section="464.12",
            ),
        ]  # fmt: skip
        return Configuration(settings=kept, sha256="ab" * 32, record=50, result_record=51)

    def lists(self) -> ProgrammeLists:
        lexicons = [
            Lexicon(name=name, version=int(name in self.words), entries=self.words.get(name, []))
            for name in LexiconName
        ]
        return ProgrammeLists(
            cameras=self.cameras, watched=self.watched, cases=self.cases, lexicons=lexicons, record=42, result_record=43
        )

    def keep_camera(
        self, name: str, source: str, latitude: float, longitude: float, place: str = "", *, active: bool = True
    ) -> None:
        self._fail()
        others = [each for each in self.cameras if each.name != name]
        where = {"latitude": latitude, "longitude": longitude, "place": place}
        kept = CameraShown(name=name, source=source, active=active, kept_by="adam", record=60, **where)  # type: ignore[arg-type]
        self.cameras = [*others, kept]

    def watch(self, plate: str, kind: WatchKind | str, about: str = "", note: str = "") -> WatchEntry:
        self._fail()
        kept = WatchEntry(
            entry="cd" * 32, kind=WatchKind(kind), about=about, note=note, added_by="adam", added_at=NOW, record=61
        )
        self.watched = [*self.watched, kept]
        return kept

    def unwatch(self, entry: str, about: str, reason: str) -> None:
        self._fail()
        self.watched = [each for each in self.watched if (each.entry, each.about) != (entry, about)]

    def import_cases(self, name: str, text: str) -> CaseList:
        self._fail()
        self.cases = CaseList(
            name=name, cases=len(text.split()), sha256="ef" * 32, imported_by="adam", imported_at=NOW, record=62
        )
        return self.cases

    def keep_words(self, name: LexiconName | str, entries: Sequence[str]) -> Lexicon:
        self._fail()
        self.words[LexiconName(name)] = list(entries)
        return Lexicon(name=LexiconName(name), version=1, entries=list(entries))


@dataclass
class FakeAdministrator:
    """A client seen from the notebook."""

    administration: FakeOffice = field(default_factory=FakeOffice)
    who: Me = field(default_factory=lambda: me(username="adam", roles=["administrator"]))

    def me(self) -> Me:
        return self.who

    def current_purpose(self) -> PurposeDeclared | None:
        return None
