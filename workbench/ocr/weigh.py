"""What one line most likely says (464.7(d)): several looks, the serials of the region, and signs that are none.

A text's score is the log of the mean over the looks of P(text | look), plus the log of how much likelier a serial is to
be this text than characters at random, less a price for each sign that was left out: a seal, a sticker, a bolt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from workbench.ocr.beam import nbest
from workbench.ocr.charset import Posteriors
from workbench.ocr.forward import log_shares
from workbench.ocr.serials import Region, bonus

FEWEST, MOST = 4, 9
"""Characters of a text that is taken for a plate."""


class Prices(NamedTuple):
    """Natural logarithms: ``serial`` weighs the serials, ``floor`` is the least a look can say of a text.

    ``end`` and ``inner``: for a sign left out at an end and within.
    """

    serial: float = 0.75
    floor: float = -15.0
    end: float = 4.0
    inner: float = 6.0


PRICES = Prices()


class Text(NamedTuple):
    """One thing that a line may say. ``edits``: how many signs were left out; ``seen``: what the looks say of it."""

    text: str
    score: float
    seen: float
    edits: int


def texts(looks: Sequence[Posteriors], region: Region, prices: Prices = PRICES, keep: int = 20) -> list[Text]:
    """What the line may say, best first; empty when nothing of it looks like a plate."""
    read = sorted({text for look in looks for text, _ in nbest(look) if text})
    if not read:
        return []
    each = np.stack([log_shares(look, read) for look in looks])
    seen = np.log(np.exp(np.maximum(each, prices.floor)).mean(axis=0))
    best: dict[str, Text] = {}
    for text, share in zip(read, seen.tolist(), strict=True):
        for short, ends, inner in _shortened(text):
            score = share + prices.serial * bonus(short, region) - prices.end * ends - prices.inner * inner
            if short not in best or score > best[short].score:
                best[short] = Text(short, score, share, ends + inner)
    return sorted(best.values(), key=lambda text: -text.score)[:keep]


def _shortened(text: str) -> Iterator[tuple[str, int, int]]:
    """The text and what is left of it without up to two signs at the ends or one within, with how many these are."""
    length = len(text)
    for first in range(3):
        for last in range(3 - first):
            if FEWEST <= length - first - last <= MOST:
                yield text[first : length - last], first + last, 0
    if FEWEST < length <= MOST + 1:
        for place in range(1, length - 1):
            yield text[:place] + text[place + 1 :], 0, 1
