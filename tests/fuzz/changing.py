"""Samples changed by chance, the same in each run: without coverage, so that it needs nothing but Python."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tests.fuzz.target import Target

_TELLING = (
    b"",
    b"\0",
    b"\xff" * 8,
    b"\n",
    b"\r\n",
    b'"',
    b"[" * 40,
    b"9" * 40,
    b"\xed\xa0\x80",
    b"\xe2\x80\xae",
    b"-1",
)


def changed(target: Target, count: int, seed: int = 0) -> Iterator[bytes]:
    """So many inputs: each is a sample with one to six places changed, or a mixture of two."""
    chance = Random(seed)
    words = [*_TELLING, *target.words]
    for _ in range(count):
        data = bytearray(chance.choice(target.seeds))
        for _ in range(chance.randint(1, 6)):
            _change(data, chance, words)
        if chance.random() < 0.1:
            other = chance.choice(target.seeds)
            data[chance.randint(0, len(data)) :] = other[chance.randint(0, len(other)) :]
        yield bytes(data[: target.longest])


def _change(data: bytearray, chance: Random, words: list[bytes]) -> None:
    at = chance.randint(0, len(data))
    match chance.randint(0, 5):
        case 0:
            data[at : at + 1] = bytes([chance.randint(0, 255)])
        case 1:
            data[at : at + chance.randint(0, 12)] = b""
        case 2:
            data[at:at] = chance.randbytes(chance.randint(1, 8))
        case 3:
            data[at:at] = data[at : at + chance.randint(1, 40)] * chance.randint(1, 4)
        case 4:
            word = chance.choice(words)
            data[at : at + chance.choice((0, len(word)))] = word
        case _:
            if at < len(data):
                data[at] ^= 1 << chance.randint(0, 7)
