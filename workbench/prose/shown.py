"""Text for people: whatever came from data or people is shown, never obeyed (464.10(a))."""

from __future__ import annotations

import html
import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def visible(text: object, limit: int = 4000) -> str:
    """The text with each invisible or direction-changing character spelled out, cut after ``limit`` characters."""
    given = str(text)
    shown = "".join(_spelled(char) for char in given[:limit])
    return shown + "…" if len(given) > limit else shown


def one_line(text: object, limit: int = 400) -> str:
    """As ``visible``, with line ends and tabs spelled out too: for a terminal or a list, where each line is ours."""
    return visible(text, limit).replace("\n", "[U+000A]").replace("\t", "[U+0009]")


def _spelled(char: str) -> str:
    if char in "\n\t" or unicodedata.category(char) not in _UNSEEN:
        return char
    return f"[U+{ord(char):04X}]"


def escape(text: object) -> str:
    """The text as HTML that can only be read: nothing in it is a tag, an attribute or an entity."""
    return html.escape(visible(text), quote=True)
