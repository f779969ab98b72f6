"""Whether a folder still is what its inputs make, and its replacement in one step."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path], root: Path) -> str:
    """One hash over files and, for folders, all that they hold; names count as well as contents."""
    total = hashlib.sha256()
    for path in sorted(file for each in paths for file in _files(each)):
        total.update(f"{path.relative_to(root).as_posix()}\0{_hash(path)}\n".encode())
    return total.hexdigest()


def is_fresh(folder: Path, mark: Path, inputs: str) -> bool:
    """Whether ``mark`` says that ``folder`` was made from ``inputs`` and nothing in it was touched since."""
    try:
        made = json.loads(mark.read_text("utf-8"))
        return bool(folder.is_dir() and made == {"inputs": inputs, "outputs": digest([folder], folder)})
    except (OSError, ValueError):
        return False


def put(new: Path, folder: Path, mark: Path, inputs: str) -> None:
    """Put ``new`` in the place of ``folder``; a reader sees the old one or the new one, never a half."""
    mark.unlink(missing_ok=True)
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    mark.write_text(json.dumps({"inputs": inputs, "outputs": digest([folder], folder)}) + "\n", "utf-8")


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return [each for each in path.rglob("*") if each.is_file() and "__pycache__" not in each.parts]
    return [path]


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
