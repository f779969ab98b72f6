"""The networks' files with what their publishers say of them, and where they stand (464.7(d))."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FOLDER = "ALPR_MODELS"
"""Environment variable with the folder of models."""
_DEFAULT = Path("/opt/alpr-workbench/models")
_BLOCK = 1 << 20

State = Literal["good", "missing", "changed"]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file. ``md5`` is what its publisher gives, ``octets`` its size.

    ``sha256`` is what others who keep the file give, independently of one another; EasyOCR's publisher gives none.
    """

    name: str
    engine: str
    what: str
    licence: str
    sha256: str
    md5: str
    octets: int

    def state(self, folder: Path) -> State:
        """Whether the file stands in the folder and is what was published."""
        path = folder / self.name
        if not path.is_file():
            return "missing"
        return "good" if digest(path) == self.sha256 else "changed"


CRAFT = ModelFile(
    "craft_mlt_25k.pth",
    "easyocr",
    "finds lines of text (CRAFT)",
    "MIT",
    "4a5efbfb48b4081100544e75e1e2b57f8de3d84f213004b14b85fd4b3748db17",
    "2f8227d2def4037cdb3b34389dcf9ec1",
    83_152_330,
)
ENGLISH = ModelFile(
    "english_g2.pth",
    "easyocr",
    "reads a line (CRNN)",
    "Apache-2.0",
    "e2272681d9d67a04e2dff396b6e95077bc19001f8f6d3593c307b9852e1c29e8",
    "5864788e1821be9e454ec108d61b887d",
    15_143_997,
)
FILES = (CRAFT, ENGLISH)


def folder() -> Path:
    """Where models stand: ``ALPR_MODELS``, or the workbench's own folder."""
    return Path(os.environ.get(FOLDER, "").strip() or _DEFAULT)


def digest(path: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            hashed.update(block)
    return hashed.hexdigest()
