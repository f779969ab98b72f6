"""One look on the screen (464.5): under way, refused or answered, with the records that it came under."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from workbench.prose.shown import escape
from workbench.ui.parts import NoticeBox, markup
from workbench.ui.running import RunningLine
from workbench.ui.search.records import recorded
from workbench.ui.vehicle.model import Answered, Look


class LookView(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """``fill`` puts an answer into the body and says what stands above it; ``wipe`` takes it out again.

    ``again`` asks anew after a refusal.
    """

    def __init__(
        self,
        look: Look,
        zone: str,
        again: Callable[[], None],
        body: w.Widget,
        fill: Callable[[Answered], str],
        wipe: Callable[[], None],
    ) -> None:
        self._look, self._zone, self._fill, self._wipe = look, zone, fill, wipe
        self.running = RunningLine(look.asking)
        self.notices = NoticeBox(again, "Ask again")
        self.summary = markup("", "alpr-summary")
        self.body = body
        self.record = markup("", "alpr-record")
        self._inside = w.VBox([self.summary, body, self.record])
        self._inside.add_class("alpr-stack")
        super().__init__([self.running, self.notices, self._inside])
        look.asking.observe(self._told, "trouble")
        look.asking.observe(self._shown, ["busy", "status"])
        look.observe(self._answered, "answered")
        self._answered()

    def _told(self, _change: object) -> None:
        self.notices.show(self._look.asking.trouble)

    def _shown(self, _change: object = None) -> None:
        asking = self._look.asking
        self.running.layout.display = "" if asking.busy or asking.status else "none"
        self._inside.layout.display = "" if self._look.answered else "none"

    def _answered(self, _change: object = None) -> None:
        answered = self._look.answered
        self._shown()
        if answered is None:
            self._wipe()
            self.summary.value = self.record.value = ""
            return
        self.summary.value = self._fill(answered)
        names = answered.names or ("",) * len(answered.heads)
        bare = [head.model_copy(update={"notes": []}) for head in answered.heads]  # its notes stand in the summary
        self.record.value = "".join(
            (f"<p><b>The count of {escape(name)}; no read of it is shown.</b></p>" if name else "")
            + recorded(head, self._zone, "counts alone" if name else "")
            for name, head in zip(names, bare, strict=True)
        )
