"""A table of plates with the ways to look into it (464.7(d))."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from workbench.plates.key import pack
from workbench.plates.mask import fits_many, masks
from workbench.plates.neighbours import distance_at_most, neighbours
from workbench.plates.pattern import Pattern
from workbench.store.dictionary.edits import edited
from workbench.store.dictionary.presence import Presence
from workbench.store.dictionary.probe import Probe
from workbench.store.dictionary.table import Numbers, Plates

_MEASURED = 10
"""Measuring the distance of a plate costs about as much as looking at so many of them."""


@dataclass(frozen=True)
class Indexed:
    """Never changed; an index is made when it is first asked."""

    plates: Plates

    @classmethod
    def of(cls, plates: Plates) -> Self:
        """Nothing is indexed yet."""
        return cls(plates)

    @cached_property
    def probe(self) -> Probe:
        """For masks."""
        return Probe.of(self.plates.keys)

    @cached_property
    def presence(self) -> Presence:
        """For many keys at once."""
        return Presence.of(self.plates.keys)

    def fitting(self, pattern: Pattern) -> Numbers:
        """Where the plates stand that fit a pattern, its look-alikes included and its distance left out."""
        asked = pattern.undistanced()
        if not asked.tolerant:
            return self.probe.places(masks(asked, folded=False), folded=False)
        places = self.probe.places(masks(asked, folded=True), folded=True)
        return places[fits_many(asked, self.plates.keys[places])]

    def near(self, pattern: Pattern) -> Numbers:
        """Where the plates stand that are within the pattern's distance."""
        if all(len(mark.chars) == 1 and not mark.alike for mark in pattern.marks):
            wanted = neighbours(pack(pattern.text), pattern.distance)
            return self.plates.places(self.presence.maybe(wanted) if pattern.distance > 1 else wanted)
        asked = [mask for one in edited(pattern) for mask in masks(one, folded=True)]
        if self.probe.cost(asked, folded=True) > _MEASURED * len(self.plates):
            return np.flatnonzero(distance_at_most(pattern, self.plates.keys, pattern.distance) <= pattern.distance)
        places = self.probe.places(asked, folded=True)
        near = distance_at_most(pattern, self.plates.keys[places], pattern.distance)
        return places[near <= pattern.distance]
