"""Administration without a widget (464.3.1): what stands, and what is typed about the lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import traitlets as t

from workbench.ui.notice import Notice, notice
from workbench.ui.office_port import Office
from workbench.ui.words import listed, plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.programme import Configuration, Programme
from workbench.wire.programme_lists import CameraShown, LexiconName, ProgrammeLists, WatchEntry, WatchKind

LEAST = 15
"""Characters of a reason, as the custodian asks for them."""


class AdministrationModel(t.HasTraits):
    """What the office showed last, what is chosen, and what is typed."""

    programme = t.Instance(Programme, allow_none=True)
    lists = t.Instance(ProgrammeLists, allow_none=True)
    configuration = t.Instance(Configuration, allow_none=True)
    wanted = t.Unicode()
    """Words that a key of the configuration is looked for by."""
    camera = t.Unicode()
    place = t.Unicode()
    source = t.Unicode()
    latitude = t.Unicode()
    longitude = t.Unicode()
    active = t.Bool(True)
    plate = t.Unicode()
    kind = t.Unicode(WatchKind.HOUSEHOLD.value)
    about = t.Unicode()
    note = t.Unicode()
    chosen = t.Unicode()
    """The watched entry that something is done about, as ``hash/member``; empty for none."""
    why = t.Unicode()
    vague = t.Unicode()
    labels = t.Unicode()
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office, self._work = office, Latest()

    async def refresh(self, done: str = "") -> None:
        """Ask for everything that stands; ``done`` is told before."""
        found = await self._ask(lambda: (self._office.programme(), self._office.lists()))
        if found is None:
            return
        self.source = self.source or found[0].sources[0]
        self.programme, self.lists = found
        self.vague, self.labels = (self._words(name) for name in (LexiconName.VAGUE, LexiconName.LABELS))
        out = sum(each.state != "active" for each in self.programme.people)
        told = f"{plural(len(self.programme.people), 'account')}, {out or 'none'} disabled or suspended."
        self.status = f"{done} {told}".strip()

    async def configured(self) -> None:
        """Ask for the configuration."""
        if (found := await self._ask(self._office.configuration)) is not None:
            self.configuration = found
            self.status = f"{plural(len(found.settings), 'key')}; digest of their values {found.sha256[:16]}…"

    async def keep_camera(self) -> None:
        """Register the camera that is typed, or change what stands of it."""
        name, where = self.camera.strip(), (_degrees(self.latitude), _degrees(self.longitude))
        lacking = _lacking({"a name": name, "latitude": where[0], "longitude": where[1]})
        if lacking or where[0] is None or where[1] is None:
            self.trouble = Notice("error", lacking)
            return
        call = partial(
            self._office.keep_camera, name, self.source, where[0], where[1], self.place.strip(), active=self.active
        )
        if await self._done(call):
            self.camera = self.place = self.latitude = self.longitude = ""
            await self.refresh(f"Camera {name} is registered.")

    def edit(self, name: str) -> None:
        """Take a registered camera into the form."""
        found: CameraShown | None = next(
            (each for each in (self.lists.cameras if self.lists else []) if each.name == name), None
        )
        if found is not None:
            self.camera, self.place, self.source, self.active = found.name, found.place, found.source, found.active
            self.latitude, self.longitude = f"{found.latitude:g}", f"{found.longitude:g}"

    async def watch(self) -> None:
        """Have audits look for whoever searches the plate that is typed."""
        if not self.plate.strip():
            self.trouble = Notice("error", "Type the plate that is to be watched.")
            return
        call = partial(self._office.watch, self.plate.strip(), self.kind, self.about.strip(), self.note.strip())
        kept = await self._ask(call)
        self.plate = ""  # it stands nowhere, not here either
        if kept is not None:
            self.about = self.note = ""
            await self.refresh(f"Watched as entry {kept.entry[:12]}, under record {kept.record}.")

    async def unwatch(self) -> None:
        """Take the chosen entry off, once a second administrator approved it."""
        entry, why = self.entry(), self.why.strip()
        if entry is None or len(why) < LEAST:
            self.trouble = Notice("error", f"Choose an entry, and say in {LEAST} characters at least why.")
            return
        if await self._done(partial(self._office.unwatch, entry.entry, entry.about, why)):
            self.chosen = self.why = ""
            await self.refresh("The entry is off the list.")

    def entry(self) -> WatchEntry | None:
        """The chosen entry."""
        known = self.lists.watched if self.lists else []
        return next((each for each in known if key_of(each) == self.chosen), None)

    async def import_cases(self, name: str, data: bytes) -> None:
        """Put the open cases of a file in force."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.trouble = Notice("error", f"{name} is not text in UTF-8.", "Save the list as CSV in UTF-8.")
            return
        told = await self._ask(partial(self._office.import_cases, name, text))
        if told is not None:
            await self.refresh(f"{plural(told.cases, 'open case')} of {name} in force, under record {told.record}.")

    async def keep_words(self, name: LexiconName) -> None:
        """Put the words that are typed in force, a line each."""
        text = self.vague if name is LexiconName.VAGUE else self.labels
        entries = [line.strip() for line in text.splitlines() if line.strip()]
        kept = await self._ask(partial(self._office.keep_words, name, entries))
        if kept is not None:
            await self.refresh(f"Version {kept.version} of {name.value.replace('-', ' ')} is in force.")

    def _words(self, name: LexiconName) -> str:
        known = self.lists.lexicons if self.lists else []
        return "\n".join(next((each.entries for each in known if each.name is name), []))

    async def _done(self, call: Callable[[], Any]) -> bool:
        """Whether a call that answers nothing went well."""

        def done() -> bool:
            call()
            return True

        return await self._ask(done) is True

    async def _ask(self, call: Callable[[], Any]) -> Any:
        """The answer, or None after its trouble was told."""
        self.trouble, self.busy, self.status = None, True, "Asking …"
        try:
            return await self._work.run(call)
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble, self.status = notice(error), ""
            return None
        finally:
            self.busy = False


def key_of(entry: WatchEntry) -> str:
    """How an entry is named on the screen."""
    return f"{entry.entry}/{entry.about}"


def _degrees(text: str) -> float | None:
    try:
        return float(text.strip())
    except ValueError:
        return None


def _lacking(given: dict[str, object]) -> str:
    missing = [what for what, there in given.items() if there in ("", None)]
    return f"Still to be given, as they are: {listed(missing)}." if missing else ""
