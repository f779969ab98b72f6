"""One character of a plate or a pattern (464.7(d)): what it stands for, or what is wrong with it."""

from __future__ import annotations

import unicodedata

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST = 10
"""Characters that a normalised plate has at most."""

_DROPPED = frozenset(" -.\u00b7\u2010\u2012\u2013\u2212")
"""Space, hyphen, full stop, middle dot, and the dashes that people and word processors put for a hyphen."""

_TWINS = dict(
    zip(
        "\u0410\u0412\u0415\u0417\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408\u0131"
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
        "ABE3KMHOPCTYXSIJIABEZHIKMNOPTYX",
        strict=True,
    )
)
"""Cyrillic, Turkish and Greek letters that look like a Latin letter or a digit on the screen."""


def canonical(char: str) -> str:
    """The character under NFKC and in upper case; empty when plates are spelled without it.

    What is neither a Latin letter nor a digit comes back as it is, for the caller to accept or refuse.
    Only ASCII is put in upper case, so that no foreign letter turns into a Latin one.
    """
    plain = unicodedata.normalize("NFKC", char)
    if plain in _DROPPED:
        return ""
    return plain.upper() if len(plain) == 1 and plain.isascii() else char


def named(char: str) -> str:
    """How an error shows a character: its Unicode name and number, and itself only when that is harmless."""
    name = unicodedata.name(char, "a control character" if unicodedata.category(char) == "Cc" else "unnamed")
    number = f"U+{ord(char):04X}"
    return f"'{char}' ({name}, {number})" if _harmless(char) else f"{name} ({number})"


def complaint(char: str) -> str:
    """What is wrong with a character that no plate has."""
    twin = _TWINS.get(char.upper()) or _TWINS.get(char)
    if twin:
        return f"{named(char)} looks like {twin} but is another character."
    if unicodedata.category(char) in {"Cf", "Cc", "Zl", "Zp", "Mn", "Me"}:
        return f"{named(char)} can't be seen, or changes how its neighbours look."
    return f"{named(char)} is not a character of a plate."


def _harmless(char: str) -> bool:
    return char.isprintable() and unicodedata.bidirectional(char) not in {"R", "AL"} and not char.isspace()
