"""Plates within one or two edits (464.7(d)): as keys to look up, and as distances of keys that are at hand.

An edit puts one character for another, leaves one out or adds one (Levenshtein, Soviet Physics Doklady 10, 1966).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workbench.plates.characters import ALPHABET, LONGEST
from workbench.plates.key import FULL, LENGTH_SHIFT, SHIFTS, Keys, code
from workbench.plates.pattern import FARTHEST, Pattern

FAR = FARTHEST + 1
"""What stands for every distance that is larger than was asked."""

_AT = [np.arange(1, len(ALPHABET) + 1, dtype=np.uint64) << np.uint64(shift) for shift in SHIFTS]
"""Every character, for each place."""
_ONE_LONGER = np.uint64(1 << LENGTH_SHIFT)
_LENGTH = np.uint64(0xF << LENGTH_SHIFT)
_CHUNK = 1 << 14
"""So many keys are gone through at once, so that what is made of them stays in the processor's cache."""


def neighbours(plate_key: int, distance: int) -> Keys:
    """The keys of all plates within ``distance`` (0 to 2) edits of a plate, itself included: sorted, each once.

    A plate of seven characters has some 530 within one edit and 133,000 within two. ``ValueError`` for any
    other distance.
    """
    if not 0 <= distance <= FARTHEST:
        raise ValueError(f"a distance is 0 to {FARTHEST}")
    keys = np.array([plate_key], np.uint64)
    length = plate_key >> LENGTH_SHIFT
    if not distance:
        return keys
    found = _once(keys, length) if distance == 1 else _twice(keys, length)
    every: Keys = np.sort(np.concatenate(found))
    first: Keys = every[np.append(np.True_, every[1:] != every[:-1])]
    return first


def _once(keys: Keys, length: int) -> list[Keys]:
    """All of one edit more; among those with another character is the plate itself."""
    changed = [_with(keys, place) for place in range(length)]
    return [*changed, *_shorter(keys, length), *_longer(keys, length)]


def _twice(keys: Keys, length: int) -> list[Keys]:
    """All of two edits, or fewer. Each pair is made in one order only, so that little comes twice."""
    found = [_with(_with(keys, one), other) for one in range(length) for other in range(one + 1, length)]
    if length == 1:
        found += _once(keys, length)
    for shorter in _shorter(keys, length):
        found += _once(shorter, length - 1)
    if length == LONGEST:
        return found
    for at in range(length + 1):
        longer = _added(keys, at)
        found += [_with(longer, place) for place in range(length + 1) if place != at]
        found += [_added(longer, further) for further in range(at + 1, length + 2) if length + 2 <= LONGEST]
    return found


def _shorter(keys: Keys, length: int) -> list[Keys]:
    return [_without(keys, place) for place in range(length)] if length > 1 else []


def _longer(keys: Keys, length: int) -> list[Keys]:
    return [_added(keys, place) for place in range(length + 1)] if length < LONGEST else []


def _with(keys: Keys, place: int) -> Keys:
    """Each character at one place."""
    cleared = keys & ~np.uint64(FULL << SHIFTS[place])
    every: Keys = (cleared[:, None] | _AT[place]).ravel()
    return every


def _without(keys: Keys, place: int) -> Keys:
    """The character at a place left out, what follows moved up."""
    before, after = _around(place)
    moved = (keys & after & ~np.uint64(FULL << SHIFTS[place])) << np.uint64(6)
    shorter: Keys = ((keys & before) | moved | (keys & _LENGTH)) - _ONE_LONGER
    return shorter


def _added(keys: Keys, place: int) -> Keys:
    """Each character put in before a place, what follows moved down."""
    before, after = _around(place)
    opened = ((keys & before) | ((keys & after) >> np.uint64(6)) | (keys & _LENGTH)) + _ONE_LONGER
    every: Keys = (opened[:, None] | _AT[place]).ravel()
    return every


def _around(place: int) -> tuple[np.uint64, np.uint64]:
    """The bits of the characters before a place, and of those from it on."""
    after = (1 << (SHIFTS[place] + 6)) - 1
    return np.uint64(((1 << LENGTH_SHIFT) - 1) & ~after), np.uint64(after)


def distance_at_most(pattern: Pattern, keys: Keys, distance: int) -> npt.NDArray[np.int8]:
    """The least number of edits from the pattern to the plate of each key; ``FAR`` for more than ``distance``.

    A character that a mark lets through costs nothing: one of a set, any at ``?``, a look-alike where it was asked.
    The pattern has no run; ``ValueError`` otherwise, and for a distance that is not 0 to 2. All of a column of the
    edit matrix is kept in the bits of one number (Myers, Journal of the ACM 46, 1999, as Hyyrö put it for whole
    words, 2003), for many keys together.
    """
    if pattern.has_run or not 0 <= distance <= FARTHEST:
        raise ValueError(f"a distance is 0 to {FARTHEST}, and of a pattern without *")
    found = np.full(len(keys), FAR, np.int8)
    table, wanted = _table(pattern), len(pattern.marks)
    for start in range(0, len(keys), _CHUNK):
        part = keys[start : start + _CHUNK]
        lengths = (part >> np.uint64(LENGTH_SHIFT)).astype(np.int8)
        for length in range(max(1, wanted - distance), min(LONGEST, wanted + distance) + 1):
            places = np.flatnonzero(lengths == length)
            if len(places):
                found[start + places] = _distances(table, wanted, part[places], length)
    found[found > distance] = FAR
    return found


def _table(pattern: Pattern) -> npt.NDArray[np.uint16]:
    """For each code the marks that let it through, one bit each."""
    table = np.zeros(FULL + 1, np.uint16)
    for place, mark in enumerate(pattern.marks):
        for char in mark.allowed:
            table[code(char)] |= np.uint16(1 << place)
    return table


def _distances(table: npt.NDArray[np.uint16], wanted: int, keys: Keys, length: int) -> npt.NDArray[np.int8]:
    """The edits from a pattern of ``wanted`` marks to plates of one length.

    ``more`` and ``less`` are the marks at which the column rises or falls by one from the mark before.
    """
    last, one = np.uint16(wanted - 1), np.uint16(1)
    more, less = np.full(len(keys), 0xFFFF, np.uint16), np.zeros(len(keys), np.uint16)
    edits = np.full(len(keys), wanted, np.int8)
    for shift in SHIFTS[:length]:
        lets = table[((keys >> np.uint64(shift)) & np.uint64(FULL)).astype(np.intp)]
        same = (((lets & more) + more) ^ more) | lets | less
        rises, falls = less | ~(same | more), same & more
        edits += ((rises >> last) & one).astype(np.int8)
        edits -= ((falls >> last) & one).astype(np.int8)
        rises, falls = (rises << one) | one, falls << one
        more, less = falls | ~(same | rises), rises & same
    return edits
