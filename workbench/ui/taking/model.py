"""Taking out without a widget (464.9, 464.11): which answer, as what, for which case and why; and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import traitlets as t

from workbench.policy.exports import SHORTEST_REASON
from workbench.policy.roles import Operation
from workbench.ui.notice import Notice, notice
from workbench.ui.port import Answer, Exporter, Taken
from workbench.ui.taking.part import Part
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.export import MOST_CHOSEN
from workbench.wire.purpose import Me

FORMATS = [
    ("Spreadsheet (XLSX)", "xlsx"),
    ("Table of text (CSV)", "csv"),
    ("Paper (PDF)", "pdf"),
    ("Map (one page, HTML)", "map"),
    ("Evidence package (ZIP, sealed)", "evidence"),
]
PAPERS = ["Letter", "A4"]


class TakingModel(t.HasTraits):
    """The state of the form. Nothing is taken out but the answer that was offered last, asked again as it was."""

    answer = t.Any(None, allow_none=True)
    parts = t.Tuple()
    """What of it may be taken out by itself, as the screen is narrowed now."""
    which = t.Unicode()
    """The name of the part that is to be taken out; empty for the whole answer."""
    format = t.Enum([value for _, value in FORMATS], default_value="xlsx")
    paper = t.Enum(PAPERS, default_value="Letter")
    case_number = t.Unicode()
    why = t.Unicode()
    release = t.Unicode()
    """The number of the approved request that it fulfils, as typed; empty for none."""
    evidence = t.Unicode()
    """The number under which it is booked into evidence."""
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)
    taken = t.Any(None, allow_none=True)
    """The file that was made last, of this answer."""

    def __init__(self, client: Exporter, me: Me, **traits: Any) -> None:
        super().__init__(**traits)
        self._client = client
        self._work = Latest()
        self.allowed = Operation.EXPORT.value in me.operations

    def offer(self, answer: Answer | None, parts: Sequence[Part] = ()) -> None:
        """This is on the screen now; what was made of another answer is shown no longer."""
        self._work.cancel()
        self.busy, self.trouble, self.taken, self.status = False, None, None, ""
        self.which = ""
        self.answer = answer
        self.narrow(parts)

    def narrow(self, parts: Sequence[Part]) -> None:
        """The screen is narrowed to these now; a part that is there no longer is not chosen any more."""
        few = [each for each in parts if len(each.reads) <= MOST_CHOSEN and self.answer is not None]
        if self.which not in {each.name for each in few}:
            self.which = ""
        self.parts = tuple(few)

    @property
    def chosen(self) -> Part | None:
        """The part that is to be taken out; None for the whole answer."""
        return next((each for each in self.parts if each.name == self.which), None)

    @property
    def offered(self) -> bool:
        """Whether there is anything that this person may take out."""
        return self.allowed and self.answer is not None and len(self.answer.frame) > 0

    async def take_out(self) -> None:
        """Ask the custodian for the file; it, or what was wrong, is in the traits afterwards."""
        self.taken = None
        if len(self.why.strip()) < SHORTEST_REASON:
            words = f"Write what the file is for, in {SHORTEST_REASON} characters or more."
            self.trouble, self.status = Notice("error", words, section="464.10(b)"), "Nothing was taken out."
            return
        if (release := self.release.strip()) and not release.isdecimal():
            words = "The request has a number: it stands in the register of releases."
            self.trouble, self.status = Notice("error", words, section="464.11"), "Nothing was taken out."
            return
        self.busy, self.trouble, self.status = True, None, "Making the file …"
        chosen = self.chosen
        call = partial(
            self._client.take_out,
            self.answer,
            self.format,
            why=self.why,
            case_number=self.case_number.strip(),
            paper=self.paper,
            release=int(release) if release else None,
            evidence=self.evidence.strip(),
            only=chosen.reads if chosen else None,
            narrowed=chosen.narrowed if chosen else "",
        )
        try:
            taken: Taken = await self._work.run(call)
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble = notice(error)
            told = "Nothing was taken out yet." if self.trouble.kind == "ask" else "Nothing was taken out."
            self.busy, self.status = False, told
            return
        self.busy, self.taken = False, taken
        self.status = f"{plural(taken.head.count, 'read')} taken out. On record as {taken.head.record}."
