"""What was asked for in one block of the log (464.6), so packed that few patterns need to be looked at for one plate.

A character that a pattern gives has to be in a plate that fits, it or one that is taken for it; each edit that the
pattern allows makes up for one of them at most. That is one bit for each class of characters, and told for all
patterns of a block at once; whether one that is left really fits is ``covering``'s matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.plates.characters import ALPHABET
from workbench.plates.lookalikes import fold

_SET = re.compile(r"\[[^]]*\]?")
_RUN = re.compile("[A-Za-z0-9]+")
_BIT = {char: 1 << ALPHABET.index(fold(char.upper())) for char in ALPHABET + ALPHABET.lower()}
_KIND = np.dtype(
    [("given", "<u8"), ("distance", "<i4"), ("lookalikes", "<i4"), ("text_end", "<u4"), ("seqs_end", "<u4")]
)
_COUNT_BYTES = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """The plates that a request is about: a pattern, and how much may differ from it."""

    pattern: str
    lookalikes: bool = False
    distance: int = 0


def given(text: str) -> int:
    """The classes of the characters that a pattern gives for certain, or that a plate has, as bits."""
    bits = 0
    for char in _SET.sub("", text):
        bits |= _BIT.get(char, 0)
    return bits


def runs(text: str) -> list[str]:
    """Characters that a pattern gives one behind the other, each run folded: a plate that fits holds all of them."""
    return [fold(run.upper()) for run in _RUN.findall(_SET.sub("?", text))]


def packed(asked: Sequence[tuple[int, Asked]]) -> bytes:
    """The page of a block: each thing that was asked for once, with the indexes of the records that ask for it."""
    by_kind: dict[Asked, list[int]] = {}
    for seq, one in asked:
        by_kind.setdefault(one, []).append(seq)
    texts = [one.pattern.encode() for one in by_kind]
    kinds = np.zeros(len(by_kind), _KIND)
    kinds["given"] = [given(one.pattern) for one in by_kind]
    kinds["distance"] = [max(-1, min(one.distance, 99)) for one in by_kind]
    kinds["lookalikes"] = [one.lookalikes for one in by_kind]
    kinds["text_end"] = np.cumsum([len(text) for text in texts], dtype=np.uint32)
    kinds["seqs_end"] = np.cumsum([len(seqs) for seqs in by_kind.values()], dtype=np.uint32)
    seqs = np.array([seq for seqs in by_kind.values() for seq in seqs], "<u8")
    return len(by_kind).to_bytes(_COUNT_BYTES, "little") + kinds.tobytes() + seqs.tobytes() + b"".join(texts)


def unpacked(page: bytes, plate: str | None = None) -> Iterator[tuple[Asked, list[int]]]:
    """What was asked for in which records: everything, or what may have been about this normalised plate."""
    count = int.from_bytes(page[:_COUNT_BYTES], "little")
    kinds = np.frombuffer(page, _KIND, count, _COUNT_BYTES)
    ends = kinds["seqs_end"]
    seqs_at = _COUNT_BYTES + kinds.nbytes
    seqs = np.frombuffer(page, "<u8", int(ends[-1]) if count else 0, seqs_at)
    texts_at = seqs_at + seqs.nbytes
    for at in range(count) if plate is None else _possible(kinds, plate):
        kind, before = kinds[at], kinds[at - 1] if at else np.zeros(1, _KIND)[0]
        text = page[texts_at + before["text_end"] : texts_at + kind["text_end"]].decode()
        held = seqs[before["seqs_end"] : kind["seqs_end"]].tolist()
        yield Asked(text, bool(kind["lookalikes"]), int(kind["distance"])), held


def _possible(kinds: np.ndarray[tuple[int], np.dtype[np.void]], plate: str) -> list[int]:
    """The places of those that lack no more of the plate's characters than they allow edits."""
    lacking = kinds["given"] & ~np.uint64(given(plate))
    # Taking the lowest bit away once for each edit leaves nothing where there were no more bits than edits.
    left = lacking.copy()
    edits = np.clip(kinds["distance"], 0, _MOST_EDITS)
    for edit in range(_MOST_EDITS):
        left = np.where(edit < edits, left & (left - (left != 0)), left)
    found: list[int] = np.flatnonzero(left == 0).tolist()
    return found


_MOST_EDITS = 2
"""More than a pattern may allow (464.7(d)) is no pattern."""
