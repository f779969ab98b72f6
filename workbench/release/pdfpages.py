"""Rows on pages (464.9): put down in order, page after page; how many there are is known before one is drawn."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reportlab.lib.pagesizes import A4, LETTER, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from workbench.prose.fonts import BOLD, PLAIN
from workbench.release.pdftext import wrapped

Draw = Callable[[Canvas], None]
PAPERS: dict[str, tuple[float, float]] = {"A4": landscape(A4), "Letter": landscape(LETTER)}
MARGIN, HEAD, FOOT = 36.0, 54.0, 58.0
"""Points; below ``HEAD`` and above ``FOOT`` stands what is put down."""


@dataclass
class Pages:
    """The pages so far; ``begin`` puts down what stands at the top of each new one."""

    paper: str
    done: list[list[Draw]] = field(default_factory=list)
    begin: Callable[[Pages], None] | None = None
    _below: float = 0.0

    @property
    def width(self) -> float:
        """Between the margins, in points."""
        return PAPERS[self.paper][0] - 2 * MARGIN

    def new(self) -> None:
        """Go on with another page."""
        self.done.append([])
        self._below = PAPERS[self.paper][1] - HEAD
        if self.begin is not None:
            begin, self.begin = self.begin, None
            begin(self)
            self.begin = begin

    def take(self, height: float) -> float:
        """Room of this height; where it begins, counted from the page's foot."""
        if not self.done or self._below - height < FOOT:
            self.new()
        self._below -= height
        return self._below

    def put(self, draw: Draw) -> None:
        """Draw this on the page at hand."""
        self.done[-1].append(draw)

    def row(
        self, cells: Sequence[str], widths: Sequence[float], *, size: float = 7.0, bold: bool = False, most: int = 4
    ) -> None:
        """Cells beside each other, each wrapped within its share (``widths``, of 1), with a line below them."""
        font, leading = BOLD if bold else PLAIN, size * 1.3
        shares = [share * self.width for share in widths]
        told = [wrapped(cell, share - 6, font, size, most) for cell, share in zip(cells, shares, strict=True)]
        height = leading * max([1, *map(len, told)]) + 4
        foot = self.take(height)

        def draw(canvas: Canvas) -> None:
            canvas.setFont(font, size)
            left = MARGIN
            for lines, share in zip(told, shares, strict=True):
                for number, line in enumerate(lines, 1):
                    canvas.drawString(left + 2, foot + height - number * leading, line)
                left += share
            canvas.setLineWidth(0.25)
            canvas.line(MARGIN, foot, MARGIN + self.width, foot)

        self.put(draw)

    def picture(self, image: bytes, words: str, height: float = 120.0) -> None:
        """An image no higher than this (points), its words beside it."""
        foot = self.take(height + 8)
        lines = wrapped(words, self.width - 260, PLAIN, 8, 10)

        def draw(canvas: Canvas) -> None:
            canvas.drawImage(
                ImageReader(io.BytesIO(image)), MARGIN, foot, 240, height, preserveAspectRatio=True, anchor="sw"
            )
            canvas.setFont(PLAIN, 8)
            for number, line in enumerate(lines, 1):
                canvas.drawString(MARGIN + 252, foot + height - number * 10.4, line)

        self.put(draw)
