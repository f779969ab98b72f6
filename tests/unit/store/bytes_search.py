"""Looking for a plate in every byte of a store: in files as they stand, and in their pages, opened and unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from workbench.errors import StoreUnavailable
from workbench.plates.key import fold_many, pack
from workbench.store.segments.pages import PageFile
from workbench.store.segments.sealing import Sealing

WIDTH = 8


def encodings(plate: str, *given: str) -> dict[str, bytes]:
    """Every form in which a plate, or what it was given as, could stand somewhere."""
    key = pack(plate)
    folded = int(fold_many(np.array([key], np.uint64))[0])
    forms: dict[str, bytes] = {}
    for name, number in {"key": key, "folded key": folded}.items():
        signed = int(np.uint64(number).astype(np.int64))
        for order in ("little", "big"):
            forms[f"{name}, unsigned, {order} endian"] = number.to_bytes(WIDTH, order)
            forms[f"{name}, signed, {order} endian"] = signed.to_bytes(WIDTH, order, signed=True)
        texts = {f"{number:016x}", f"{number:016X}", str(number), str(signed)}
        forms |= {f"{name} as the text {text}": text.encode() for text in texts}
    for text in {plate, plate.lower(), *given}:
        forms[f"{text} in ASCII"] = text.encode()
        forms[f"{text} in UTF-16"] = text.encode("utf-16-le")
        forms[f"{text} in UTF-16, big endian"] = text.encode("utf-16-be")
        forms[f"{text} in UTF-32"] = text.encode("utf-32-le")
        forms[f"{text} in hexadecimal"] = text.encode().hex().encode()
    return forms


def seen(folder: Path, sealings: Sealing, forms: dict[str, bytes]) -> dict[str, set[str]]:
    """Which forms stand in which files of the folder; none is left out, whatever it is called."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for view in views(path, sealings):
                for form, needle in forms.items():
                    if needle in view:
                        found.setdefault(form, set()).add(path.name)
    return found


def views(path: Path, sealing: Sealing) -> Iterator[bytes]:
    """The file's bytes, and where it is one of pages its index and each page, as it is and unpacked."""
    yield path.read_bytes()
    try:
        file = PageFile.open(path, sealing)
    except StoreUnavailable:
        assert path.suffix not in {".reads", ".plates"}, "a file of pages that can't be looked through"
        return
    yield file.index
    for number in range(file.pages):
        page = file.page(number)
        yield page
        yield from _unpacked(page)


def _unpacked(page: bytes) -> Iterator[bytes]:
    """A page that was made small; one that was not has its columns one after the other already."""
    size = min(int.from_bytes(page[:WIDTH], "little"), 2**26)
    try:
        yield pa.Codec("lz4_raw").decompress(page[WIDTH:], decompressed_size=size, asbytes=True)
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        return
