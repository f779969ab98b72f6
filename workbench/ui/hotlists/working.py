"""What the parts of the panel share: one call at a time beside the screen, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import traitlets as t

from workbench.ui.notice import Notice, notice
from workbench.ui.work import Latest, Superseded

T = TypeVar("T")


class Working(t.HasTraits):
    """State of a part: busy, what to say, and what was wrong."""

    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self) -> None:
        super().__init__()
        self._work = Latest()

    async def ask(self, call: Callable[[], T], words: str, failed: str) -> T | None:
        """What the call brings; None when it failed, which is in ``trouble`` then, or was overtaken."""
        self.busy, self.trouble, self.status = True, None, words
        try:
            answer = await self._work.run(call)
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.busy, self.trouble, self.status = False, notice(error), failed
            return None
        self.busy = False
        return answer

    def stop(self, problem: str, section: str = "") -> None:
        """Say what still has to be said before anything is asked."""
        self.trouble, self.status = Notice("error", problem, section=section), "Nothing was done."
