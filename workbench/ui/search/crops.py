"""The plates of the followed vehicle's reads as their cameras saw them, side by side (464.5, 464.7(d)): on request.

One look for all of them, with two records of its own. Nothing is fetched before somebody asks, and with another
vehicle, time or answer they go.
"""

from __future__ import annotations

from workbench.ui.port import ReviewDesk
from workbench.ui.search.images import ImagesModel
from workbench.ui.search.model import SearchModel

MOST = 60
"""Images of one look: as many as a person compares, and fewer than the custodian gives."""


class CropsModel(ImagesModel):
    """The plates alone, in the order of time, without what else the photographs show."""

    def __init__(self, search: SearchModel, desk: ReviewDesk) -> None:
        super().__init__(desk)
        self.search = search
        search.observe(lambda _change: self.forget(), ["vehicle", "brush", "shown"])

    def asked(self) -> list[str]:
        """The followed vehicle's reads, the newest where they are too many."""
        own = self.search.followed()
        return own["read_id"].tail(MOST).to_list() if len(own) else []
