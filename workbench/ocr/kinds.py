"""Which kinds of file hold a photograph, and what is said of those that don't (464.7(d))."""

from __future__ import annotations

from workbench.errors import BadInput

KINDS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF")
"""As Pillow names them; no other decoder is let near a file."""

_LISTED = "JPEG, PNG, WebP, BMP and TIFF are read."
_BEGINNINGS = (
    (b"GIF8", "a GIF; photographs of vehicles don't come as such"),
    (b"PK\x03\x04", "an archive, not a photograph"),
    (b"PK\x05\x06", "an archive, not a photograph"),
    (b"\x1f\x8b", "an archive, not a photograph"),
    (b"%PDF", "a PDF document, not a photograph"),
    (b"\x1aE\xdf\xa3", "a video, not a photograph"),
)
_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}


def refusal(octets: bytes) -> BadInput:
    """What a file is instead of a photograph, as an error."""
    return BadInput(f"The file is {_named(octets)}.", how=_LISTED)


def _named(octets: bytes) -> str:
    for beginning, name in _BEGINNINGS:
        if octets.startswith(beginning):
            return name
    if octets[4:8] == b"ftyp":
        return "HEIC or AVIF; save it as JPEG" if octets[8:12] in _BRANDS else "a video, not a photograph"
    head = octets[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype")):
        return "a drawing (SVG) or another text, not a photograph"
    return "of no kind that holds a photograph"
