"""What is fuzzed: a function of bytes, samples to begin with, and words that the samples are changed with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """``run`` returns for any bytes; whatever it raises is a fault. ``modules`` those whose coverage is followed."""

    name: str
    run: Callable[[bytes], None]
    seeds: Sequence[bytes]
    modules: Sequence[str]
    words: Sequence[bytes] = ()
    longest: int = 4096
    """Bytes of an input at most."""


def text_of(data: bytes) -> str:
    """Text of any bytes; what is no UTF-8 becomes lone surrogates, as JSON can carry them."""
    return data.decode("utf-8", "surrogateescape")


def split(data: bytes) -> tuple[int, bytes]:
    """A number from 0 to 255 that chooses between cases, and the rest."""
    return (data[0], data[1:]) if data else (0, b"")
