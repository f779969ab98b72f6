"""A file within a message (464.6): compressed (zlib, RFC 1950) and in base64, so that months of a log fit into one."""

from __future__ import annotations

import base64
import zlib

from workbench.errors import FormatError


def packed(raw: bytes) -> str:
    """The file, as a message carries it."""
    return base64.b64encode(zlib.compress(raw, 9)).decode()


def opened(text: str) -> bytes:
    """The compressed bytes in such a text; ``FormatError`` for what is none."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:  # of base64, or of letters that are not ASCII
        raise FormatError("The file did not come whole.", how="Hand it in again.", section="464.6") from None


def unpacked(compressed: bytes, most: int) -> bytes:
    """The file; ``FormatError`` for one that is not whole, or has more than ``most`` bytes: no more are unpacked."""
    engine = zlib.decompressobj()
    try:
        raw = engine.decompress(compressed, most)
    except zlib.error:
        raise FormatError("The file did not come whole.", how="Hand it in again.", section="464.6") from None
    if engine.unconsumed_tail:
        raise FormatError(f"The file has more than {most >> 20} MB.", how="Split it by month.", section="464.6")
    if not engine.eof:
        raise FormatError("The file did not come whole.", how="Hand it in again.", section="464.6")
    return raw
