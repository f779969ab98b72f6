"""The form under an answer (464.9, 464.11): format, case, reason; then where the file is, under which records."""

from __future__ import annotations

import ipywidgets as w
from traitlets import link

from workbench.prose.receipts import receipt_details
from workbench.prose.shown import escape
from workbench.ui.parts import NoticeBox, Status, button, markup, row
from workbench.ui.port import Answer, Taken
from workbench.ui.taking.download import Download
from workbench.ui.taking.model import FORMATS, PAPERS, TakingModel
from workbench.ui.taking.part import Part
from workbench.ui.words import plural
from workbench.ui.work import spawn

_TOLD = (
    "The search is made again and recorded as an export of its own; you confirm it on the signed-in page each time. "
    "The file says who took it out, when, why and under which record. It is for official use: a read is a lead."
)


class TakingView(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Closed until it is wanted; not there for whoever takes nothing out, or while nothing is found."""

    def __init__(self, model: TakingModel) -> None:
        self.model, self._filling = model, False
        self.opener = button("Take out …", self._unfold, title="Make a file of these reads, on record (464.11)")
        self.opener.layout.align_self = "flex-start"
        self.taker = button("Take out", self.go, main=True)
        self.status = Status()
        self.notices = NoticeBox(self.go, "Take it out again")
        self.download = Download()
        self.which = w.RadioButtons(description="Which reads of this answer")
        self.goes = markup("")
        self.made = markup("", "alpr-taken")
        self._form = self._fields()
        super().__init__([self.opener, self._form])
        self.which.observe(self._choose, "value")
        model.observe(self._offered, "answer")
        model.observe(self._narrowed, ["answer", "parts", "which"])
        model.observe(self._told, ["status", "busy", "trouble", "taken"])
        self._offered()
        self._narrowed()

    def _fields(self) -> w.VBox:
        chosen = w.Dropdown(description="Format", options=FORMATS)
        paper = w.Dropdown(description="Paper", options=PAPERS)
        case = w.Text(description="Case whose file it goes into", placeholder="as declared")
        why = w.Textarea(description="What the file is for", rows=2)
        under = w.Text(description="Request that it fulfils", placeholder="stays in the department")
        booked = w.Text(description="Evidence number", placeholder="not booked")
        fields = {
            "format": (chosen, "250px"),
            "paper": (paper, "100px"),
            "case_number": (case, "210px"),
            "release": (under, "210px"),
            "evidence": (booked, "170px"),
            "why": (why, "460px"),
        }
        for name, (field, width) in fields.items():
            field.layout.width = width
            link((self.model, name), (field, "value"))
        shown = {"pdf": ""}
        paper.layout.display = shown.get(self.model.format, "none")
        self.model.observe(lambda change: setattr(paper.layout, "display", shown.get(change["new"], "none")), "format")
        form = w.VBox(
            [
                markup(f"<h3>Take these reads out as a file</h3><p>{_TOLD}</p>"),
                self.which,
                self.goes,
                row(*(field for field, _ in fields.values()), self.taker, button("Close", self._fold)),
                self.status,
                self.notices,
                self.made,
                self.download,
            ]
        )
        form.add_class("alpr-card")
        return form

    def go(self) -> None:
        """Take it out, beside the screen."""
        spawn(self.model.take_out())

    def _unfold(self) -> None:
        self._form.layout.display, self.opener.layout.display = "", "none"

    def _fold(self) -> None:
        self._form.layout.display, self.opener.layout.display = "none", "" if self.model.offered else "none"

    def _offered(self, _change: object = None) -> None:
        self._fold()
        self.made.value = ""
        self.download.clear()

    def _narrowed(self, _change: object = None) -> None:
        model = self.model
        self.which.layout.display = "" if model.parts else "none"
        options = [("All of them", ""), *((each.label, each.name) for each in model.parts)]
        if self.which.options != tuple(options):
            self._filling = True
            self.which.options = options
            self._filling = False
        self.which.value = model.which
        self.goes.value = goes(model.answer, model.chosen) if model.offered else ""

    def _choose(self, change: dict[str, str | None]) -> None:
        if not self._filling and change["new"] is not None:
            self.model.which = change["new"]

    def _told(self, _change: object) -> None:
        model = self.model
        self.status.say(model.status, model.busy)
        self.taker.disabled = model.busy
        self.notices.show(model.trouble)
        taken: Taken | None = model.taken
        if taken is None:
            self.made.value = ""
            self.download.clear()
            return
        if self.made.value != (words := told(taken)):
            self.made.value = words
            self.download.offer(taken.head.name, taken.path)


def goes(answer: Answer, chosen: Part | None = None) -> str:
    """Which reads the file holds, as HTML: those of the answer, or the part of it that was chosen."""
    head = answer.head
    if chosen is not None:
        said = f"The file holds {len(chosen.reads):,} of the {plural(head.count, 'read')} of this answer"
        return f"<p><b>{said}: {escape(chosen.narrowed)}.</b> It says so, and so does the record.</p>"
    of = f" of the {head.total:,} that fit" if head.count < head.total else ""
    return f"<p><b>The file holds all {plural(head.count, 'read')} of this answer{of}.</b></p>"


def told(taken: Taken) -> str:
    """Where the file is and which records stand for it, as HTML."""
    head = taken.head
    return (
        f"<p><b>{escape(head.name)}</b> was put into your home folder: <code>{escape(taken.path)}</code>. "
        "Nobody else can read it there; remove it when the case has it.</p>"
        f'<p class="record">Access log: asked in record {head.record}, released in record {head.result_record}. '
        f"SHA-256 of the file: <code>{escape(head.sha256)}</code></p>{receipt_details(head.receipt)}"
    )
