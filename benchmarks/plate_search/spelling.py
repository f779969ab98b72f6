"""A pattern in the words of each engine: LIKE, GLOB, a regular expression; and a plate's neighbours by one edit."""

from __future__ import annotations

import re

from workbench.plates.characters import ALPHABET
from workbench.plates.lookalikes import alike

_MARKS = re.compile(r"\[[A-Z0-9]+\]|.")


def like(text: str) -> str:
    """For SQL's LIKE; the pattern has no sets."""
    return text.replace("?", "_").replace("*", "%")


def regex(text: str, *, lookalikes: bool = False) -> str:
    """A regular expression for the whole plate; ``lookalikes`` gives each character its class."""
    said = {"?": ".", "*": ".*"}
    return f"^{''.join(said.get(mark) or _class(mark, lookalikes) for mark in _MARKS.findall(text))}$"


def glob(text: str, *, lookalikes: bool = False) -> str:
    """For SQLite's GLOB, which has sets, ``?`` and ``*`` of its own."""
    return "".join(mark if mark in "?*" else _class(mark, lookalikes) for mark in _MARKS.findall(text))


def neighbours(plate: str) -> list[str]:
    """Every plate that one substitution, deletion or insertion makes of this one, and the plate itself."""
    cuts = [(plate[:place], plate[place:]) for place in range(len(plate) + 1)]
    lost = {head + tail[1:] for head, tail in cuts if tail}
    changed = {head + char + tail[1:] for head, tail in cuts if tail for char in ALPHABET}
    longer = {head + char + tail for head, tail in cuts for char in ALPHABET}
    return sorted({plate} | lost | changed | longer)


def _class(mark: str, lookalikes: bool) -> str:  # noqa: FBT001 - the one meaning of the flag
    if not lookalikes or mark.startswith("["):
        return mark
    members = "".join(char for char in ALPHABET if alike(char, mark))
    return f"[{members}]" if len(members) > 1 else mark
