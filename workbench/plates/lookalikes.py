"""Characters that a camera or a witness takes for one another (464.7(d))."""

from __future__ import annotations

CLASSES = ("0ODQ", "1IL", "2Z", "5S", "6G", "8B")
"""Each class in one string; its first character stands for all of it when folded."""

_FOLD = str.maketrans({char: members[0] for members in CLASSES for char in members})
_CLASS = {char: members for members in CLASSES for char in members}


def fold(text: str) -> str:
    """The text with each character replaced by the one that stands for its class."""
    return text.translate(_FOLD)


def alike(one: str, other: str) -> bool:
    """Whether two characters are the same or of one class."""
    return fold(one) == fold(other)


def class_of(char: str) -> str:
    """The character and all that are taken for it, in one string."""
    return _CLASS.get(char, char)
