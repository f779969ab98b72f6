"""The lists that an administrator keeps (464.3, 464.7.1(b), 464.9, 464.10(b)), a box each."""

from __future__ import annotations

import ipywidgets as w
from traitlets import link

from workbench.mapping.assets import Assets
from workbench.prose.shown import escape
from workbench.ui.administration import tables
from workbench.ui.administration.model import AdministrationModel
from workbench.ui.map import FoliumView, reads_map
from workbench.ui.parts import button, markup, row
from workbench.ui.table import DataTable
from workbench.ui.words import local, plural
from workbench.ui.work import spawn, starting
from workbench.wire.programme_lists import LexiconName, WatchKind


class CamerasBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Register a camera; those that are registered, in a list and on a map."""

    def __init__(self, model: AdministrationModel, assets: Assets) -> None:
        self.model = model
        self.map = FoliumView(reads_map(assets, drawing=False), height="40vh", label="Map of registered cameras")
        self.map.on_camera(model.edit)
        self.list = DataTable(tables.CAMERA_COLUMNS, "Registered cameras", "name", height="36vh", size=25)
        self.list.empty = "No camera is registered yet."
        self.source = w.Dropdown(description="Source", options=[model.source] if model.source else [""])
        fields = {
            "camera": _text("Name, as its reads bear it", "220px"),
            "place": _text("Place", "220px"),
            "latitude": _text("Latitude (WGS 84)", "160px", "e.g. 32.7921"),
            "longitude": _text("Longitude (WGS 84)", "160px", "e.g. -115.5510"),
            "active": w.Checkbox(description="active", indent=False),
        }
        for name, field in fields.items():
            link((model, name), (field, "value"))
        self.source.layout.width = "150px"
        keep = button("Register or change", starting(model.keep_camera), main=True)
        card = row(*list(fields.values())[:2], self.source, *list(fields.values())[2:], keep)
        card.add_class("alpr-card")
        told = markup(
            "<p>Reads that say no place get that of their registered camera, while it is active, unless their batch "
            "says another (464.9). Choose one in the list or on the map to change it.</p>"
        )
        both = w.HBox([self.list, self.map])
        both.add_class("alpr-split")
        super().__init__([told, card, both])
        self.add_class("alpr-part")
        self.list.observe(lambda change: model.edit(change["new"]) if change["new"] else None, "chosen")
        model.observe(self._shown, ["lists", "programme"])

    def _shown(self, _change: object) -> None:
        programme = self.model.programme
        if programme is not None and list(self.source.options) != programme.sources:
            self.source.options = programme.sources
            self.source.value = self.model.source
            link((self.model, "source"), (self.source, "value"))
        if self.model.lists is not None:
            self.list.show(tables.cameras(self.model.lists))
            self.map.show(cameras=tables.on_map(self.model.lists), fit=True)


class WatchBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Watch a plate; what is watched, without a plate; take an entry off."""

    def __init__(self, model: AdministrationModel, zone: str) -> None:
        self.model = model
        self.list = DataTable(tables.watched_columns(zone), "Watched plates, as keyed hashes", "key", height="34vh")
        self.list.empty = "No plate is watched."
        kinds = [(kind.value, kind.value) for kind in WatchKind]
        fields = {
            "plate": _text("Plate", "140px"),
            "kind": w.Dropdown(description="Whose it is", options=kinds),
            "about": _text("Member it concerns", "180px", "user name"),
            "note": _text("Note", "260px"),
        }
        fields["kind"].layout.width = "150px"
        for name, field in fields.items():
            link((model, name), (field, "value"))
        card = row(*fields.values(), button("Watch", starting(model.watch), main=True))
        card.add_class("alpr-card")
        why = _text("Why it comes off the list", "430px")
        link((model, "why"), (why, "value"))
        self.about = row(why, button("Take it off: two administrators", starting(model.unwatch)))
        told = markup(
            "<p>Audits look for members who search their own, their household's or a colleague's plate (464.7.1(b), "
            "464.7.1(c)). A plate that is typed here stands nowhere afterwards: only its hash, under a key that the "
            "data service alone has.</p>"
        )
        super().__init__([told, card, self.list, self.about])
        self.add_class("alpr-part")
        self.list.observe(lambda change: setattr(model, "chosen", change["new"]), "chosen")
        model.observe(self._shown, "lists")
        model.observe(self._offered, ["lists", "chosen"])
        self._offered()

    def _shown(self, _change: object) -> None:
        if self.model.lists is not None:
            self.list.show(tables.watched(self.model.lists))

    def _offered(self, _change: object = None) -> None:
        self.about.layout.display = "none" if self.model.entry() is None else ""


class CasesBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """The list of open cases, and another one in its place."""

    def __init__(self, model: AdministrationModel, zone: str) -> None:
        self.model, self._zone = model, zone
        self.state = markup("")
        self.file = w.FileUpload(description="Choose the list (CSV)", accept=".csv,.txt", multiple=False)
        self.file.layout.width = "240px"
        told = markup(
            "<p>The agency's open cases, one a line, the number in the first column. Each purpose then says whether "
            "its case is on the list; where the configuration has <code>purpose.open_cases_only</code>, no other case "
            "opens the agency's reads (464.10(b)). Under the heads <code>closed</code> (a day, such as 2026-07-31) and "
            "<code>members</code> (usernames) the list tells audits of cases that have ended and whose each is. "
            "A list with a case that the one before did not have, or that opens one, takes a second administrator.</p>"
        )
        go = button("Put it in force instead of what stands", self._import, main=True)
        super().__init__([told, self.state, row(self.file, go)])
        self.add_class("alpr-part")
        model.observe(self._shown, "lists")

    def _import(self) -> None:
        if self.file.value:
            given = self.file.value[0]
            spawn(self.model.import_cases(given["name"], bytes(given["content"])))
            self.file.value = ()

    def _shown(self, _change: object) -> None:
        cases = self.model.lists.cases if self.model.lists else None
        self.state.value = (
            "<p><b>No list was imported yet:</b> a purpose's case is not checked against one.</p>"
            if cases is None
            else f"<p><b>{plural(cases.cases, 'open case')}</b> of {escape(cases.name)}, imported by "
            f"{escape(cases.imported_by)}, {local(cases.imported_at, self._zone)}, record {cases.record}; "
            f"SHA-256 {cases.sha256[:16]}…</p>"
        )


class WordsBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Phrases that say nothing, and how the agency calls its purposes."""

    def __init__(self, model: AdministrationModel) -> None:
        self.model = model
        vague = self._words("vague", "Phrases that say nothing in a purpose, a line each (464.10(b))")
        labels = self._words("labels", "How purposes are called: category = words, a line each (464.3)")
        self.state = markup("")
        save = [
            button("Put these phrases in force", starting(lambda: model.keep_words(LexiconName.VAGUE)), main=True),
            button("Put these names in force", starting(lambda: model.keep_words(LexiconName.LABELS)), main=True),
        ]
        told = markup(
            "<p>Besides the words that the workbench knows itself. A phrase is added by one administrator and dropped "
            "by two: without it a purpose may say less.</p>"
        )
        look = w.Layout(align_items="flex-start", grid_gap="8px")
        parts = [w.VBox(part, layout=look) for part in zip((vague, labels), save, strict=True)]
        super().__init__([told, self.state, row(*parts)])
        self.add_class("alpr-part")
        model.observe(self._shown, "lists")

    def _words(self, name: str, label: str) -> w.Textarea:
        field = w.Textarea(description=label, rows=8)
        field.layout.width = "520px"
        link((self.model, name), (field, "value"))
        return field

    def _shown(self, _change: object) -> None:
        known = self.model.lists.lexicons if self.model.lists else []
        told = [f"{each.name.value.replace('-', ' ')}: version {each.version}" for each in known if each.version]
        self.state.value = f"<p>In force: {escape('; '.join(told) or 'none of the agency yet')}.</p>"


def _text(label: str, width: str, hint: str = "") -> w.Text:
    field = w.Text(description=label, placeholder=hint)
    field.layout.width = width
    return field
