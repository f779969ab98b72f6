"""The form in a refused cell's output, where no front end opened the dialog (464.5(4), 464.10(b))."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Any

import ipywidgets as widgets

from alpr_kernel import refusals
from alpr_kernel.gate import PurposeGate
from workbench.errors import PurposeRejected, WorkbenchError
from workbench.wire.purpose import Me, PurposeDeclared

Work = Callable[[Callable[[], None]], None]

_LOOKS = {"layout": {"width": "44em"}, "style": {"description_width": "12em"}}


class PurposeForm:
    """Fields, a button and a line that says what became of it; one page of it stands at a time.

    Where a purpose stands in another notebook, a button of its own offers to go on with it.
    """

    def __init__(self, me: Me, gate: PurposeGate, work: Work) -> None:
        self._prompt = me.prompt
        self._gate = gate
        self._work = work
        choices = [("Choose ...", ""), *((f"{c.label} ({c.section})", c.value) for c in me.categories)]
        self._fields: dict[str, Any] = {
            "category": widgets.Dropdown(options=choices, description="Purpose", **_LOOKS),
            "case_number": widgets.Text(description="Case number", **_LOOKS),
            "narrative": widgets.Textarea(description="What is investigated", rows=3, **_LOOKS),
            "why_this_plate": widgets.Textarea(description="Why this plate", rows=2, **_LOOKS),
        }
        self._button = widgets.Button(description="Declare", button_style="primary")
        self._button.on_click(lambda _button: self._work(lambda: self._do(self._declare)))
        again = [part for purpose in gate.standing[:1] for part in self._offer(purpose, me)]
        self._said = widgets.HTML()
        said = f"<p>{escape(me.prompt)}</p><p>{escape(me.standing)}</p>"
        self.box = widgets.VBox([widgets.HTML(said), *again, *self._fields.values(), self._button, self._said])

    def comm_ids(self) -> frozenset[str]:
        """The comms of the form itself, which the gate lets through."""
        return frozenset(part.model_id for part in self._parts())

    def close(self) -> None:
        """Take the form off the page."""
        for part in self._parts():
            part.close()

    def _parts(self) -> list[Any]:
        shown = (self.box, *self.box.children)
        styles = (getattr(widget, "style", None) for widget in shown)
        return [*shown, *(widget.layout for widget in shown), *(style for style in styles if style)]

    def _offer(self, purpose: PurposeDeclared, me: Me) -> tuple[widgets.HTML, widgets.Button]:
        words = refusals.offer(purpose, me, datetime.now(UTC))
        button = widgets.Button(description=words, layout={"width": "auto"})
        button.on_click(
            lambda _button: self._work(lambda: self._do(lambda: self._gate.go_on(purpose.purpose_id, me.go_on_prompt)))
        )
        return widgets.HTML(f"<p>{escape(me.go_on_prompt)}</p>"), button

    def _declare(self) -> PurposeDeclared:
        draft = {name: field.value for name, field in self._fields.items()}
        return self._gate.declare({**draft, "prompt": self._prompt})

    def _do(self, settle: Callable[[], PurposeDeclared]) -> None:
        self._disable(True)
        try:
            stands = settle()
        except WorkbenchError as error:
            self._disable(False)
            self._said.value = _told(error)
            return
        self._said.value = (
            f'<p role="status">Declared for case {escape(stands.case_number)} as record {stands.record} '
            "of the access log. Run the cell again.</p>"
        )

    def _disable(self, disabled: bool) -> None:  # noqa: FBT001 (a widget's own word)
        for part in self.box.children:
            if hasattr(part, "disabled"):
                part.disabled = disabled


def _told(error: WorkbenchError) -> str:
    if isinstance(error, PurposeRejected):
        lines = [f"{name.replace('_', ' ')}: {problem}" for name, problem in error.problems.items()]
    else:
        lines = [str(error)]
    return f'<ul role="alert">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'
