"""The form of a canvass (464.7(d)): scenes, at how many of them, what the vehicle looks like, how usual it is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import ipywidgets as w
from traitlets import link

from workbench.policy.movement_rules import MOST_SCENES
from workbench.prose.shown import escape, one_line
from workbench.ui.canvass.model import FORM, LIMITS, CanvassModel
from workbench.ui.canvass.scene_row import SceneRow
from workbench.ui.canvass.scenes import CIRCLE, Scene
from workbench.ui.looks import looks_fields, looks_told
from workbench.ui.parts import button, markup, row


class CanvassForm(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Writes what is typed into the model; ``go`` starts the search. Folded, it is one line with what was asked."""

    def __init__(self, model: CanvassModel, go: Callable[[], None]) -> None:
        self._model = model
        self._rows: dict[str, SceneRow] = {}
        self.scenes = w.VBox()
        self.more = button("Add a scene", model.add_scene)
        self.at_least = w.Dropdown(description="Seen at")
        self.at_least.layout.width = "136px"
        self.looks = looks_fields()
        self.count_usual = w.Checkbox(description="Count how usual it is to be there", indent=False)
        self.days = w.BoundedIntText(description="Days before", min=7, max=90)
        self.days.layout.width = "92px"
        asks = [(f"{most:,}" + (" (asked)" if most > LIMITS[0] else ""), most) for most in LIMITS]
        self.limit = w.Dropdown(description="Reads at most", options=asks)
        self.limit.layout.width = "104px"
        self.search = button("Canvass", go, main=True)
        self.change = button("Change the question", partial(self.fold, folded=False))
        self._asked = markup("", "alpr-told")
        self.folded = row(self._asked, self.change, look="alpr-folded")
        self.unfolded = w.VBox(
            [
                self.scenes,
                row(self.more, self.at_least, self.count_usual, self.days, self.limit, look="alpr-tight"),
                row(*self.looks.values(), self.search, look="alpr-tight"),
            ]
        )
        self.unfolded.add_class("alpr-stack")
        super().__init__([self.folded, self.unfolded])
        self.add_class("alpr-card")
        for name, field in {
            **self.looks,
            "count_usual": self.count_usual,
            "days": self.days,
            "limit": self.limit,
        }.items():
            link((model, name), (field, "value"))
        self.at_least.observe(self._least, "value")
        model.observe(self._follow, list(FORM))
        model.asking.observe(self._busy, "busy")
        self._follow()
        self.fold(folded=False)

    def fold(self, *, folded: bool) -> None:
        """Show one line with what was asked, or the whole form."""
        self.folded.layout.display = "" if folded else "none"
        self.unfolded.layout.display = "none" if folded else ""

    def _follow(self, _change: object = None) -> None:
        model = self._model
        keys = [scene.key for scene in model.scenes]
        self._rows = {
            scene.key: self._rows.get(scene.key) or SceneRow(model, scene, partial(model.remove_scene, scene.key))
            for scene in model.scenes
        }
        for scene in model.scenes:
            self._rows[scene.key].follow(scene)
        rows = tuple(self._rows[key] for key in keys)
        if self.scenes.children != rows:
            self.scenes.children = rows
        self.more.disabled = len(keys) >= MOST_SCENES
        options = [(f"{n} of {len(keys)} scenes" if n > 1 else "any scene", n) for n in range(1, len(keys) + 1)]
        if self.at_least.options != tuple(options):
            least = min(model.at_least, len(keys))
            self.at_least.options = options
            self.at_least.value = model.at_least = least
        self.days.layout.display = "" if model.count_usual else "none"
        self._asked.value = asked(model)

    def _least(self, _change: object) -> None:
        if self.at_least.value is not None:
            self._model.at_least = self.at_least.value

    def _busy(self, _change: object = None) -> None:
        self.search.disabled = self._model.asking.busy


def asked(model: CanvassModel) -> str:
    """What the form asks for, as HTML in a few lines."""
    lines = [f"<div><b>{escape(scene.label)}</b> {escape(_place_and_time(scene))}</div>" for scene in model.scenes]
    at = f"seen at {model.at_least} or more" if len(model.scenes) > 1 else ""
    rest = ", ".join(part for part in (at, *looks_told(model)) if part)
    return "".join(lines) + (f"<div>{escape(one_line(rest, 200))}</div>" if rest else "")


def _place_and_time(scene: Scene) -> str:
    if scene.start is None or scene.end is None:
        return ""
    last = f"{scene.end:%H:%M}" if scene.start.date() == scene.end.date() else f"{scene.end:%Y-%m-%d %H:%M}"
    area = f"within {scene.radius_m:,.0f} m of its centre" if scene.kind == CIRCLE else "within its corners"
    return f"{scene.start:%Y-%m-%d %H:%M} to {last}, {area}"
