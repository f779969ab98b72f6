"""A search under way on the screen: what it does, how far it is, how long it takes, and a way to call it off."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from workbench.ui.asking import Asking
from workbench.ui.parts import Status, button, markup


class RunningLine(w.Box):  # type: ignore[misc] # ipywidgets has no types
    """Follows an ``Asking``; ``told`` is the line when it is given, else the asking's own."""

    def __init__(self, asking: Asking, told: Callable[[], str] | None = None) -> None:
        self._asking, self._told = asking, told or asking.told
        self.status = Status()
        self.bar = markup("")
        self.stop = button("Cancel", asking.cancel, title="Call the search off; what was asked stays on record")
        super().__init__([self.status, self.bar, self.stop])
        self.add_class("alpr-row")
        self.add_class("alpr-running")
        asking.observe(self.follow, ["busy", "status", "progress"])
        self.follow()

    def follow(self, _change: object = None) -> None:
        """Show how it stands."""
        asking = self._asking
        self.status.say(self._told(), asking.busy)
        self.stop.layout.display = "" if asking.busy else "none"
        self.bar.layout.display = "" if asking.busy else "none"
        if not asking.busy:
            return
        told = asking.progress
        known = told is not None and told.of > 0
        parts = f' value="{told.done}" max="{told.of}"' if told is not None and known else ""
        self.bar.value = f'<progress aria-label="How far the search is"{parts}></progress>'
