"""Exact hypergeometric sizes and bounds (464.6): whole numbers throughout, no approximation.

Of ``population`` rows ``bad`` are misuse; ``drawn`` are looked at, without putting back. See W. G. Cochran, Sampling
Techniques, 3rd ed. (1977), sections 3.6 and 4.4, for attributes in a finite population.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import NamedTuple

SHARE = Fraction(1, 100)
"""The share of misuse that a clean sample is to rule out."""
CONFIDENCE = Fraction(95, 100)


class Bounds(NamedTuple):
    """The least and the most rows that may be misuse, each with the stated confidence of its own."""

    least: int
    most: int


def at_most(found: int, population: int, bad: int, drawn: int) -> Fraction:
    """The chance to find no more than so many bad rows among those that are drawn."""
    smaller, larger = sorted((bad, drawn))  # the two change places without changing the chance
    top = min(found, smaller)
    ways = sum(comb(larger, hit) * comb(population - larger, smaller - hit) for hit in range(top + 1))
    return Fraction(ways, comb(population, smaller))


def size(population: int, allowed: int = 0, share: Fraction = SHARE, confidence: Fraction = CONFIDENCE) -> int:
    """The fewest rows to draw so that ``allowed`` findings or fewer among them rule out a larger share of misuse.

    All of them where the population is so small that no smaller number does.
    """
    bad = int(population * share) + 1
    if bad > population or population <= allowed:
        return population
    least, most = 0, population
    while least < most:
        middle = (least + most) // 2
        if at_most(allowed, population, bad, middle) <= 1 - confidence:
            most = middle
        else:
            least = middle + 1
    return least


def bounds(population: int, drawn: int, found: int, confidence: Fraction = CONFIDENCE) -> Bounds:
    """How many rows of the population may be misuse when so many of those drawn are; each side at the confidence.

    The most: the largest number under which so few would be found with a chance above 5 %; the least likewise.
    """
    if not 0 <= found <= drawn <= population:
        raise ValueError(f"{found} of {drawn} drawn of {population} can't be")
    doubt = 1 - confidence
    return Bounds(_least(population, drawn, found, doubt), _most(population, drawn, found, doubt))


def _most(population: int, drawn: int, found: int, doubt: Fraction) -> int:
    least, most = found, population - (drawn - found)
    while least < most:
        middle = (least + most + 1) // 2
        if at_most(found, population, middle, drawn) > doubt:
            least = middle
        else:
            most = middle - 1
    return least


def _least(population: int, drawn: int, found: int, doubt: Fraction) -> int:
    if not found:
        return 0
    least, most = found, population - (drawn - found)
    while least < most:
        middle = (least + most) // 2
        if 1 - at_most(found - 1, population, middle, drawn) > doubt:
            most = middle
        else:
            least = middle + 1
    return least
