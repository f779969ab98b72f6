"""The chosen read of a search (464.5, 464.7(g)): its image when asked for, and a word on it."""

from __future__ import annotations

from workbench.ui.review.beside import IMAGE
from workbench.ui.review.one import OneReadModel
from workbench.ui.review.one_view import OneReadView
from workbench.ui.search.found import FoundView
from workbench.ui.search.model import SearchModel


class Chosen(OneReadView):
    """Follows the read that the search points at; the keys of its rows look at its image and correct it."""

    def __init__(self, search: SearchModel, one: OneReadModel, found: FoundView) -> None:
        super().__init__(one)
        self._search, self._one = search, one
        letters = "ic" if one.may_say else "i"
        found.hear_keys(letters, f"{IMAGE}, c corrects the read" if one.may_say else IMAGE, self.on_key)
        one.onwards = self._onwards
        search.observe(self._take, ["spot", "shown"])
        one.observe(self._stands, "stands")

    def _take(self, _change: object = None) -> None:
        read = self._search.chosen_read()
        before = self._one.read
        if (read and read.read_id) != (before and before.read_id):
            self._one.take(read)

    def _stands(self, _change: object) -> None:
        if self._one.stands is not None:
            self._search.reviewed(self._one.stands)

    async def _onwards(self, by: int) -> None:
        self._search.step(by)
