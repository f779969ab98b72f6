"""The one spelling of a plate (464.7(d)): NFKC, upper case, A-Z and 0-9, at most ten characters."""

from __future__ import annotations

import re

from workbench.errors import BadInput
from workbench.plates.characters import ALPHABET, LONGEST, canonical, complaint

_LONGEST_TEXT = 64
_NORMALISED = re.compile(r"[A-Z0-9]{1,10}")


def normalise(text: str) -> str:
    """The plate without spaces, hyphens and dots, in upper case.

    Raises ``BadInput`` that names the character and its place for anything else: a homoglyph, an invisible
    or direction-changing character, an emoji. Nothing but spaces, hyphens and dots is ever dropped.
    """
    if len(text) > _LONGEST_TEXT:
        raise _too_long(len(text))
    plate = "".join(_accepted(char, place) for place, char in enumerate(text, 1))
    if not plate:
        raise BadInput("The plate is empty.", where="plate", how="Give its letters and digits.")
    if len(plate) > LONGEST:
        raise _too_long(len(plate))
    return plate


def is_normalised(text: str) -> bool:
    """Whether this is a plate in its one spelling."""
    return _NORMALISED.fullmatch(text) is not None


def _accepted(char: str, place: int) -> str:
    plain = canonical(char)
    if plain and plain not in ALPHABET:
        raise BadInput(
            complaint(char),
            where=f"character {place}",
            how="Type it again with the letters A-Z and digits 0-9.",
        )
    return plain


def _too_long(length: int) -> BadInput:
    return BadInput(
        f"A plate has at most {LONGEST} letters and digits; this has {length}.",
        where="plate",
        how="Give one plate at a time.",
    )
