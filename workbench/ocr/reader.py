"""The reader of photographs (464.7(d)): look, shortlist, look again, weigh, tell how sure.

The first look reads every line once; only lines that may be plates are read in further variants. When none of them is
convincing the photograph is looked at again from farther away, with evened contrast, and from nearer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workbench.ocr import localise
from workbench.ocr.calibration import Calibration, calibrated, evidence, of, shares
from workbench.ocr.charset import Posteriors
from workbench.ocr.engines.engine import Engine
from workbench.ocr.plate import MOST, Candidate, Plate, by_character
from workbench.ocr.platelike import Signs, rank, signs
from workbench.ocr.quad import Pixels, Quad, overlap
from workbench.ocr.serials import Region, bonus
from workbench.ocr.smear import smeared
from workbench.ocr.variants import FIRST, FURTHER, Look, cut
from workbench.ocr.weigh import Text, texts

_SAME = 0.5
_FADES = 2.0
"""Chosen, not fitted: on photographs with known plates the lines beside these are 5 and more ranks behind."""


class Profile(NamedTuple):
    """How much work a photograph is worth. ``convincing``: the rank from which on no closer look is taken."""

    further: tuple[Look, ...] = FURTHER
    shortlist: int = 4
    closer: bool = True
    convincing: float = 1.5
    sight: localise.Sight = localise.Sight()


THOROUGH = Profile()
FAST = Profile(further=(), closer=False, sight=localise.Sight(side=512, pixels=600_000))
PROFILES = {"thorough": THOROUGH, "fast": FAST}


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line that may be a plate: where it stands, what it says at each look, what that may mean, best first.

    ``rank`` is how much it looks like a plate, by its ``signs``.
    """

    quad: Quad
    looks: tuple[Posteriors, ...]
    texts: tuple[Text, ...]
    rank: float
    signs: Signs | None = None


class PlateReader:
    """Reads plates with one engine, told the region at most; ``calibration`` is the engine's own when left out."""

    def __init__(
        self,
        engine: Engine,
        region: Region = "any",
        profile: Profile = THOROUGH,
        calibration: Calibration | None = None,
    ) -> None:
        self.engine = engine
        self._region, self._profile = region, profile
        self._calibration = calibration or of(engine.info().name, fast=not profile.further)

    def read(self, image: Pixels) -> list[Plate]:
        """The plates in a photograph, the likeliest first; empty when none can be made out."""
        lines = self.lines(image)
        return [self.plate(line, self.share(line, lines[0])) for line in lines]

    def lines(self, image: Pixels) -> list[Line]:
        """The lines that may be plates, the likeliest first, before anything is said of how sure they are."""
        found = self._read(image, localise.first(self.engine, image, self._profile.sight))
        if self._profile.closer and not self._convinced(found):
            for quads in localise.closer(self.engine, image, self._profile.sight):
                found = _merged([*found, *self._read(image, quads)])
                if self._convinced(found):
                    break
        return found

    def voted(self, lines: Sequence[Line]) -> Plate:
        """One plate seen several times, the most legible first: every look at it has a vote."""
        best = lines[0]
        found = texts([look for line in lines for look in line.looks], self._region)
        return self.plate(Line(best.quad, best.looks, tuple(found) or best.texts, best.rank))

    def share(self, line: Line, best: Line) -> float:
        """How likely a line is a plate too, beside the best one: what is not convincing by itself fades with its rank.

        Makers' names, telephone numbers and the like are read as surely as plates are.
        """
        return math.exp(min(0.0, _FADES * (line.rank - min(best.rank, self._profile.convincing))))

    def plate(self, line: Line, share: float = 1.0) -> Plate:
        """What a line may say, and how sure that is, where it is as likely a plate at all."""
        sure = [share * each for each in calibrated(line.texts, line.rank, self._calibration)]
        weights = [(text.text, share) for text, share in zip(line.texts, shares(line.texts), strict=True)]
        candidates = [
            Candidate(text.text, probability, by_character(text.text, weights))
            for text, probability in zip(line.texts[:MOST], sure, strict=False)
        ]
        return Plate(line.quad, tuple(candidates), line.rank, evidence(line.texts, line.rank))

    def _convinced(self, lines: Sequence[Line]) -> bool:
        return bool(lines) and lines[0].rank >= self._profile.convincing

    def _read(self, image: Pixels, quads: list[Quad]) -> list[Line]:
        """Each quad once, the likeliest again in further variants."""
        quads = localise.distinct(quads)
        quads += localise.joined(quads)
        looks = self.engine.recognise([cut(quad, image, FIRST) for quad in quads])
        once = [self._line(quad, [smeared(look)], image) for quad, look in zip(quads, looks, strict=True)]
        chosen = _merged([line for line in once if line.texts])[: self._profile.shortlist]
        if not self._profile.further:
            return chosen
        return _merged([self._again(line, image) for line in chosen])

    def _again(self, line: Line, image: Pixels) -> Line:
        further = self.engine.recognise([cut(line.quad, image, look) for look in self._profile.further])
        return self._line(line.quad, [*line.looks, *map(smeared, further)], image)

    def _line(self, quad: Quad, looks: Sequence[Posteriors], image: Pixels) -> Line:
        found = texts(looks, self._region)
        if not found:
            return Line(quad, tuple(looks), (), 0.0)
        made_of = signs(quad, found[0], bonus(found[0].text, self._region), image.shape[0])
        return Line(quad, tuple(looks), tuple(found), rank(made_of), made_of)


def _merged(lines: Sequence[Line]) -> list[Line]:
    """The lines by rank, without those that stand where a better one stands."""
    kept: list[Line] = []
    for line in sorted(lines, key=lambda each: -each.rank):
        if all(overlap(line.quad, other.quad) < _SAME for other in kept):
            kept.append(line)
    return kept
