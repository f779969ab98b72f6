"""Plates and patterns for the property tests, from few characters so that they meet often."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from workbench.plates.characters import ALPHABET
from workbench.plates.lookalikes import CLASSES
from workbench.plates.pattern import Pattern

FEW = "0OD1IL8BZ27AC"

plates = st.text(FEW, min_size=1, max_size=10)
any_plate = st.text(ALPHABET, min_size=1, max_size=10)
pattern_texts = st.text(FEW + "??**", min_size=1, max_size=12).filter(
    lambda text: len(text.replace("*", "")) <= 10 and text.strip("?*") != ""
)


_sets = st.text(FEW, min_size=1, max_size=5).map(lambda chars: f"[{chars}]")
_given = st.sampled_from(FEW) | _sets | st.sampled_from(FEW).map("~{}".format) | _sets.map("~{}".format)
_pieces = st.lists(_given | st.sampled_from("?*"), min_size=1, max_size=8)
rich_texts = _pieces.filter(lambda pieces: any(piece not in "?*" for piece in pieces)).map("".join)
"""Patterns with sets and ``~`` as well."""
rigid_texts = rich_texts.map(lambda text: text.replace("*", ""))
"""Patterns without a run."""

_PIECE = re.compile(r"(~?)(\[[^]]*\]|.)")


def oracle(pattern: Pattern, typed: str) -> re.Pattern[str]:
    """The pattern as a regular expression of what was typed: another way to the same answer."""

    def one(tilde: str, chars: str) -> str:
        if chars in "?*":
            return "." if chars == "?" else ".*"
        chars = chars.strip("[]")
        if tilde or pattern.lookalikes:
            chars += "".join(members for members in CLASSES if set(chars) & set(members))
        return f"[{chars}]"

    return re.compile("".join(one(*piece) for piece in _PIECE.findall(typed)))
