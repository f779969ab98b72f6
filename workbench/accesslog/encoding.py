"""Base 64 and decimal numbers as the formats of the access log write them (464.5): one spelling for each value."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode

LARGEST_NUMBER = 2**63 - 1


def base64(data: bytes) -> str:
    """Standard base 64 (RFC 4648, section 4)."""
    return b64encode(data).decode()


def from_base64(text: str) -> bytes | None:
    """The bytes, or None when this is not how ``base64`` would have written them."""
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64(data) == text else None


def number(text: str) -> int | None:
    """A decimal number from 0 to 2**63 - 1 without leading zeros or signs, else None."""
    if not (text.isascii() and text.isdigit() and len(text) <= 19) or str(int(text)) != text:
        return None
    return found if (found := int(text)) <= LARGEST_NUMBER else None
