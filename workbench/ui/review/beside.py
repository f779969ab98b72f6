"""The read that a panel points at (464.5, 464.7(g)): its image when asked for, and a word on it where it was found."""

from __future__ import annotations

from collections.abc import Callable

from workbench.ui.review.one import OneReadModel
from workbench.ui.review.one_view import OneReadView
from workbench.ui.table import DataTable
from workbench.wire.reviews import ReadUnderReview

IMAGE = "i looks at the read's image, on record"


class Beside(OneReadView):
    """Shows the read that ``pointed`` gives; ``step`` points at another one, so many later or earlier.

    What was said of a read here is remembered: the rows keep showing it as it was found.
    """

    def __init__(
        self, model: OneReadModel, pointed: Callable[[], ReadUnderReview | None], step: Callable[[int], None]
    ) -> None:
        super().__init__(model)
        self._one, self._pointed, self._step = model, pointed, step
        self._stood: dict[str, ReadUnderReview] = {}
        model.onwards = self._onwards
        model.observe(self._stands, "stands")

    def hear(self, table: DataTable, point: Callable[[str], None]) -> None:
        """Let ``i`` and ``c``, pressed on a row of these reads, point at it, look at its image and correct it."""
        table.letters = "ic" if self._one.may_say else "i"
        table.letters_told = f"{IMAGE}, c corrects the read" if self._one.may_say else IMAGE

        def pressed(letter: str, read_id: str) -> None:
            point(read_id)
            self.on_key(letter)

        table.on_key(pressed)

    def follow(self, _change: object = None) -> None:
        """Look at the read that is pointed at now; the image of the same one stays."""
        read, before = self._pointed(), self._one.read
        if (read and read.read_id) != (before and before.read_id):
            self._one.take(self._stood.get(read.read_id, read) if read else None)

    def _stands(self, _change: object) -> None:
        if self._one.stands is not None:
            self._stood[self._one.stands.read_id] = self._one.stands

    async def _onwards(self, by: int) -> None:
        self._step(by)
