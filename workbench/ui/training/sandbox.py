"""What a class can look for in the training store (464.12): made-up stories, their answers folded away."""

from __future__ import annotations

from typing import Any

import ipywidgets as w
import traitlets as t

from workbench.prose.shown import escape
from workbench.ui.notice import Notice, notice
from workbench.ui.parts import NoticeBox, button, markup, row
from workbench.ui.school_port import Schooling
from workbench.ui.words import listed, local
from workbench.ui.work import Latest, Superseded, starting
from workbench.wire.training_sessions import PlantedStory, Sandbox


class SandboxBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Asked for when the trainer wants it: the answers are shown to trainers alone, on record."""

    sandbox = t.Instance(Sandbox, allow_none=True)
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, desk: Schooling, zone: str) -> None:
        self._desk, self._zone, self._work = desk, zone, Latest()
        self.told, self.notices = markup(""), NoticeBox()
        lead = markup(
            "<p>Every read of the training store is synthetic. These stories are planted in it: trainees search there "
            "with the same notebooks, under a purpose for the training store (464.4.1).</p>"
        )
        show = button("Show what is planted", starting(self.look), main=True)
        super().__init__([lead, row(show), self.notices, self.told])
        self.add_class("alpr-part")
        self.observe(self._shown, ["sandbox", "trouble"])

    async def look(self) -> None:
        """Ask what is planted."""
        self.trouble = None
        try:
            self.sandbox = await self._work.run(self._desk.sandbox)
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble = notice(error)

    def _shown(self, _change: Any) -> None:
        self.notices.show(self.trouble)
        if (found := self.sandbox) is not None:
            stories = "".join(self._story(each) for each in found.stories)
            own = (
                f"<h3>The exercise that everybody takes</h3><p>Near {escape(found.corner)}.</p>"
                f"<details><summary>Answer</summary><p><code>{escape(found.exercise)}</code></p></details>"
            )
            self.told.value = f'{stories}{own}<p class="record">Looked at under record {found.record}.</p>'

    def _story(self, story: PlantedStory) -> str:
        answer = escape(listed(story.answer))
        return (
            f"<h3>{escape(story.title)}</h3><p>{escape(story.told)}</p>"
            f"<p>Search for <code>{escape(story.pattern)}</code>, {local(story.start, self._zone)} to "
            f"{local(story.end, self._zone)}, within {story.metres / 1000:g} km of {story.latitude:.4f}, "
            f"{story.longitude:.4f}.</p><details><summary>Answer</summary><p><code>{answer}</code></p></details>"
        )
