"""What a file is, by how it begins (464.9): its name says nothing that can be relied on."""

from __future__ import annotations

from enum import StrEnum
from typing import BinaryIO

_HEAD = 512
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\x00", b"MM\x00*", b"GIF8")
_VIDEOS = (b"\x1aE\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV\x01")
_STILLS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
_TS_PACKET = 188


class Content(StrEnum):
    """What a file may be that has to do with photographs; anything else is none of these."""

    PICTURE = "picture"
    VIDEO = "video"
    ZIP = "zip"
    TAR = "tar"
    OTHER = "other"


def content_of(stream: BinaryIO) -> Content:
    """What a stream holds; it is rewound."""
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    if head.startswith(_ZIP):
        return Content.ZIP
    if head.startswith(_PACKED) or head[257:262] == b"ustar":
        return Content.TAR
    if _is_video(head):
        return Content.VIDEO
    webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    still = head[4:8] == b"ftyp" and head[8:12] in _STILLS
    return Content.PICTURE if webp or still or head.startswith(_PICTURES) else Content.OTHER


def _is_video(head: bytes) -> bool:
    if head.startswith(_VIDEOS) or (head[:4] == b"RIFF" and head[8:12] == b"AVI "):
        return True
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free"):
        return head[8:12] not in _STILLS
    return head[:1] == b"G" and head[_TS_PACKET : _TS_PACKET + 1] == b"G" and head[376:377] == b"G"
