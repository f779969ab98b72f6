"""A process that looks at one picture after another (464.10(a)): confined, with a bound on its memory.

It speaks over its standard input and output, and ends when these do. What a picture makes of it dies with it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from functools import cache
from pathlib import Path
from typing import BinaryIO

import cv2

from workbench.errors import BadInput, WorkbenchError
from workbench.ocr.engines.engine import Engine
from workbench.ocr.engines.pick import engine
from workbench.ocr.models.files import folder
from workbench.ocr.reader import PROFILES, PlateReader
from workbench.ocr.serials import Region
from workbench.reader import confine, looking
from workbench.wire.look import EngineName, Look, Looked, ProfileName, exactly, packed, unpacked
from workbench.wire.photographs import Medium

MEMORY = 3 << 30
"""Bytes of address space: the networks and the largest photograph that is decoded take less than half of it."""
_MEMORY_OUT = "Reading it takes more memory than there is. Save it smaller."


def main() -> None:
    """Answer until there is nothing more to read."""
    source, sink = _channels()
    confine.at_most(MEMORY)
    cv2.setNumThreads(1)
    while True:
        try:
            asked = unpacked(Look, lambda size: exactly(source.read, size))
        except EOFError:
            return
        octets = exactly(source.read, asked.sizes[0])
        _send(sink, *_answer(asked, octets, sink))


def _channels() -> tuple[BinaryIO, BinaryIO]:
    """What we are spoken to by; whatever a library prints goes to standard error instead."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return source, sink


def _answer(asked: Look, octets: bytes, sink: BinaryIO) -> tuple[Looked, list[bytes]]:
    try:
        reader = _reader(asked.engine, asked.region, asked.profile)
        if asked.medium is Medium.VIDEO:
            found = looking.video(reader, octets, asked.least, lambda: _send(sink, Looked(alive=True), []))
        else:
            found = looking.photograph(reader, octets, asked.least)
        return found.told(reader), found.pictures
    except BadInput as error:
        return Looked(error=str(error)), []
    except MemoryError:
        return Looked(error=_MEMORY_OUT), []
    except RuntimeError as error:
        if "allocate memory" not in str(error):
            raise
        return Looked(error=_MEMORY_OUT), []  # as PyTorch says it
    except WorkbenchError as error:
        return Looked(unable=str(error)[:1000]), []
    except cv2.error as error:
        short = "Insufficient memory" in str(error) or "bad allocation" in str(error)
        return Looked(error=_MEMORY_OUT if short else "It can't be read: the picture is not as it should be."), []


@cache
def _reader(name: EngineName, region: Region, profile: ProfileName) -> PlateReader:
    return PlateReader(_engine(name), region, PROFILES[profile])


@cache
def _engine(name: EngineName) -> Engine:
    return engine(name, folder(), threads=1)


def _send(sink: BinaryIO, message: Looked, pictures: list[bytes]) -> None:
    with contextlib.suppress(BrokenPipeError):
        sink.writelines(packed(message, pictures))
        sink.flush()


def command() -> list[str]:
    """How a child is started: by this interpreter, apart from the caller's own environment and folder."""
    root = Path(__file__).resolve().parents[2]
    ours = "sys.argv[1] in sys.path or sys.path.insert(0, sys.argv[1])"
    code = f"import sys; {ours}; from workbench.reader.child import main; main()"
    return [sys.executable, "-I", "-c", code, str(root)]
