"""The texts that people must read (464.4.1, 464.8) as HTML: a little of Markdown, and nothing in them is obeyed.

Paragraphs, headings, lists, rules, **bold**, *italic* and `code`; every character is escaped first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbench.prose.shown import escape

_PIECE = 4000
"""What ``escape`` takes at a time without cutting."""
_BULLET = re.compile(r"[-*•]\s+")
_ITEM = re.compile(r"(?:[-*•]|\([0-9a-z]{1,2}\)|[0-9]{1,2}[.)]|[a-z]\))\s+")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_INLINE = (
    (re.compile(r"\*\*(\S(?:.*?\S)?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"(?<![*\w])\*(\S(?:.*?\S)?)\*(?![*\w])"), r"<i>\1</i>"),
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
)


def prose(text: str) -> str:
    """The whole text as HTML."""
    return "".join(_block(block) for block in re.split(r"\n\s*\n", text.strip("\n")) if block.strip())


def inline(text: str) -> str:
    """One paragraph's words, escaped and with their emphasis."""
    shown = "".join(escape(text[at : at + _PIECE]) for at in range(0, len(text), _PIECE))
    for pattern, tag in _INLINE:
        shown = pattern.sub(tag, shown)
    return shown


def _block(block: str) -> str:
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    made: list[str] = []
    while lines:
        taken = _part(lines)
        made.append(_shown(lines[:taken]))
        del lines[:taken]
    return "".join(made)


def _part(lines: list[str]) -> int:
    """How many lines from the first one belong together: a heading is one; a list or paragraph ends where it ends."""
    if _HEADING.fullmatch(lines[0]) or _ruled(lines[0]):
        return 1
    rest = enumerate(lines[1:], 1)
    return next((n for n, line in rest if _HEADING.fullmatch(line) or _ruled(line) or _begins(lines, n)), len(lines))


def _begins(lines: list[str], n: int) -> bool:
    """Whether a list begins in the middle of a paragraph, where a number may just be the next word."""
    return bool(_BULLET.match(lines[n])) and not _ITEM.match(lines[0])


def _ruled(line: str) -> bool:
    return len(line) >= 3 and set(line) <= {"-"}


def _shown(lines: list[str]) -> str:
    if heading := _HEADING.fullmatch(lines[0]):
        level = min(6, 3 + len(heading[1]))
        return f"<h{level}>{inline(heading[2])}</h{level}>"
    if _ruled(lines[0]):
        return "<hr>"
    if _ITEM.match(lines[0]):
        items = "".join(f"<li>{inline(item)}</li>" for item in _items(lines))
        cited = "" if _BULLET.match(lines[0]) else ' class="cited"'
        return f"<ul{cited}>{items}</ul>"
    return f"<p>{inline(' '.join(lines))}</p>"


def _items(lines: Iterable[str]) -> list[str]:
    """The items of a list, each with the lines that continue it; numbers and letters stay, they are cited."""
    items: list[str] = []
    for line in lines:
        if _ITEM.match(line) or not items:
            items.append(_BULLET.sub("", line, count=1) if _BULLET.match(line) else line)
        else:
            items[-1] += f" {line}"
    return items
