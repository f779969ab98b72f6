"""What is said of a photograph beside it (464.7.1(a)): a sidecar in TOML for one, or a table in CSV for many.

photo.jpg.toml            time = 2026-03-02T17:30:00-08:00      or a text; without an offset with a time_zone
                          camera = "EC-04"
                          latitude = 32.7920
                          longitude = -115.5631
photographs.csv           file,time,camera,latitude,longitude,time_zone
                          photo.jpg,2026-03-02T17:30:00-08:00,EC-04,32.7920,-115.5631,
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from typing import Annotated, Any

import pydantic
from pydantic import Field

from workbench.errors import BadInput
from workbench.wire.base import Message, Short

SIDECAR, TABLE = ".toml", "photographs.csv"
LONGEST = 4 << 20
"""Bytes of either."""
_HOW = "See docs/formats.md for what can be stated of a photograph."


class Stated(Message):
    """What somebody states of a photograph; ``time`` in ISO 8601, places in degrees, WGS 84."""

    camera: Short = ""
    time: Short = ""
    time_zone: Short = ""
    """IANA name, for a time without an offset."""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None


class HandIn(Message):
    """What comes with the bytes of a file of a batch."""

    name: Short
    stated: Stated | None = None


def of_toml(raw: bytes, where: str) -> Stated:
    """A sidecar; ``BadInput`` when it can't be read, or says something that is no word of a photograph."""
    try:
        said = tomllib.loads(raw[:LONGEST].decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput(f"The sidecar is no TOML: {error}.", where=where, how=_HOW) from None
    demand_no_nul(said, where)
    return stated(said, where)


def demand_no_nul(said: Mapping[Any, Any], where: str) -> None:
    """``BadInput`` for a text, or a word for one, with the character NUL: no register keeps it."""
    if any("\0" in text for pair in said.items() for text in pair if isinstance(text, str)):
        raise BadInput("A text holds the character NUL.", where=where, how=_HOW)


def of_csv(raw: bytes, where: str) -> dict[str, Stated]:
    """A table, by the name of each file; ``BadInput`` names the line that can't be read."""
    try:
        lines = csv.DictReader(io.StringIO(raw[:LONGEST].decode("utf-8-sig"), newline=""), strict=True)
        if "file" not in (lines.fieldnames or ()):
            raise BadInput("The table has no column 'file'.", where=where, how=_HOW)
        found: dict[str, Stated] = {}
        for line in lines:
            at = f"{where}, line {lines.line_num}"
            demand_no_nul(line, at)
            name = (line.pop("file") or "").strip()
            if name in found or not name:
                raise BadInput("A file is named twice, or not at all.", where=at, how=_HOW)
            found[name] = stated({key: _told(key, value) for key, value in line.items() if value not in (None, "")}, at)
    except (csv.Error, UnicodeDecodeError) as error:
        raise BadInput(f"The table is no CSV in UTF-8: {error}.", where=where, how=_HOW) from None
    return found


def _told(column: str, value: str) -> str | float:
    """A field of a table as the number that its column holds; a text that is none is refused with the rest."""
    try:
        return float(value) if column in ("latitude", "longitude") else value
    except ValueError:
        return value


def stated(said: Mapping[Any, Any], where: str) -> Stated:
    """What a mapping says; ``BadInput`` names the word that is wrong."""
    written = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in said.items()}
    try:
        return Stated.model_validate(written)
    except pydantic.ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        word = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{word}: {first['msg']}.", where=where, how=_HOW) from None
