"""What the models of this panel share (464.6): a question beside the screen, and its trouble told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import traitlets as t

from workbench.ui.notice import Notice, notice
from workbench.ui.work import Latest, Superseded

T = TypeVar("T")


class Asking(t.HasTraits):
    """State that follows from answers of the custodian."""

    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self) -> None:
        super().__init__()
        self._work = Latest()

    async def ask(self, call: Callable[[], T], status: str = "Asking …") -> T | None:
        """The answer, or None after its trouble was told."""
        self.trouble, self.busy, self.status = None, True, status
        try:
            answer = await self._work.run(call)
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble, self.status = notice(error), ""
            return None
        finally:
            self.busy = False
        self.status = ""
        return answer

    def lacking(self, words: str) -> None:
        """Tell what is still to be given."""
        self.trouble = Notice("error", words)
