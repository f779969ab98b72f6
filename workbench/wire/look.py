"""What custodian and reader of photographs say to one another (464.10(a)): a picture in, findings and cut-outs back.

Each message is a length of four bytes, that much JSON, and the bytes of the pictures that the JSON gives the sizes of.
The custodian believes none of it: what it gets is held against these types and their limits.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import Annotated, Literal, TypeVar

import pydantic
from pydantic import Field

from workbench.wire.base import Message, Short
from workbench.wire.photographs import Medium, Region

EngineName = Literal["auto", "rapidocr", "easyocr"]
ProfileName = Literal["thorough", "fast"]
LONGEST = 4 << 20
"""Bytes of a message's JSON."""
LARGEST = 32 << 20
"""Bytes of one picture of an answer."""
_LENGTH = struct.Struct(">I")

Share = Annotated[float, Field(ge=0, le=1)]
Text = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,16}$")]
Place = Annotated[int, Field(ge=0, lt=10_000)]
"""Which of the message's pictures."""
Corner = tuple[Annotated[float, Field(ge=-1e5, le=1e5)], Annotated[float, Field(ge=-1e5, le=1e5)]]
T = TypeVar("T", bound=Message)


class Look(Message):
    """Look at the one picture that follows. A line is no plate when its best reading is less likely than ``least``."""

    medium: Medium
    region: Region
    engine: EngineName
    profile: ProfileName
    least: Share
    sizes: list[int]


class LookedCandidate(Message):
    """One reading, with the probability that it is right, and of each character."""

    plate: Text
    confidence: Share
    characters: Annotated[list[Share], Field(max_length=16)]


class LookedPlate(Message):
    """One plate: its corners in pixels of the upright picture, its readings, and where its cut-out follows."""

    box: Annotated[list[Corner], Field(min_length=4, max_length=4)]
    candidates: Annotated[list[LookedCandidate], Field(min_length=1, max_length=10)]
    crop: Place


class Exif(Message):
    """What a photograph says of itself. ``local_time`` has no offset; ``offset`` as in +01:00; ``utc`` by satellite."""

    camera: Short | None = None
    local_time: Annotated[str, Field(max_length=40)] | None = None
    offset: Annotated[str, Field(max_length=10)] | None = None
    utc: Annotated[str, Field(max_length=40)] | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None


class LookedPhotograph(Message):
    """What was found in one picture; of a video's frame ``second`` and ``picture`` say which it is."""

    width: Annotated[int, Field(ge=1, le=100_000)]
    height: Annotated[int, Field(ge=1, le=100_000)]
    perceptual_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    exif: Exif = Exif()
    plates: Annotated[list[LookedPlate], Field(max_length=50)]
    thumbnail: Place
    second: Annotated[float, Field(ge=0, le=1e6)] | None = None
    picture: Place | None = None


class LookedEngine(Message):
    """Which engine looked."""

    name: Short
    version: Short
    models: dict[Short, Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]]


class Looked(Message):
    """The answer: what was found, or ``error``, in words for the person who handed the file in.

    ``unable`` says why the engine can't be used here: then nothing is said of the picture, which waits.
    """

    error: Annotated[str, Field(max_length=1000)] = ""
    unable: Annotated[str, Field(max_length=1000)] = ""
    photographs: Annotated[list[LookedPhotograph], Field(max_length=5000)] = []
    engine: LookedEngine | None = None
    alive: bool = False
    """Nothing yet: work on a video goes on."""
    sizes: list[Annotated[int, Field(ge=0, le=LARGEST)]] = []


def packed(message: Message, pictures: Sequence[bytes] = ()) -> list[bytes]:
    """A message with its pictures, as it travels; ``sizes`` must be theirs."""
    said = message.model_dump_json(exclude_defaults=True).encode()
    return [_LENGTH.pack(len(said)), said, *pictures]


def unpacked(kind: type[T], read: Callable[[int], bytes]) -> T:
    """The next message; ``read`` gives exactly so many bytes, or raises ``EOFError``. ``ValueError`` for none of it."""
    (length,) = _LENGTH.unpack(read(_LENGTH.size))
    if length > LONGEST:
        raise ValueError("the message is too long")
    try:
        return kind.model_validate_json(read(length))
    except pydantic.ValidationError as error:
        raise ValueError(f"the message is not as agreed ({error.error_count()} faults)") from None


def exactly(receive: Callable[[int], bytes], size: int) -> bytes:
    """So many bytes; ``EOFError`` when the other side ends before."""
    whole = bytearray()
    while len(whole) < size:
        piece = receive(min(size - len(whole), 1 << 20))
        if not piece:
            raise EOFError("the other side ended")
        whole += piece
    return bytes(whole)
