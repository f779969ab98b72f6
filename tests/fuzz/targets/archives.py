"""Archives of photographs (464.9): zip and tar, packed or not."""

from __future__ import annotations

import io
import tarfile
import zipfile

from tests.fuzz.names import MODULES
from tests.fuzz.target import Target
from workbench.collection.photographs import archives
from workbench.collection.photographs.beginnings import Content, content_of
from workbench.errors import BadInput


def run(data: bytes) -> None:
    """Members with names that lead nowhere and no more bytes than the archive may unpack to, or ``BadInput``."""
    stream = io.BytesIO(data)
    content = content_of(stream)
    if content not in (Content.ZIP, Content.TAR):
        return
    unpacked = 0
    try:
        for member in archives.members(stream, content, len(data)):
            assert member.name.isprintable()
            if member.refused:
                continue
            assert ".." not in member.name.replace("\\", "/").split("/") or len(member.name) == 200
            try:
                unpacked += sum(map(len, member.pieces()))
            except archives.Bomb:
                raise
            except BadInput as error:
                assert error.how
    except BadInput as error:
        assert error.message
    assert unpacked <= len(data) * archives.RATIO + (2 << 20)


def _zip(method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        packed.writestr("a.jpg", bytes(200))
        packed.writestr("../b.jpg", b"\xff\xd8\xff" * 9)
        packed.writestr("c/", b"")
    return file.getvalue()


def _tar(mode: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=f"w{mode}", format=tarfile.PAX_FORMAT) as packed:
        for name, kind in (("a.jpg", tarfile.REGTYPE), ("b", tarfile.SYMTYPE), ("é" * 60, tarfile.REGTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "../../etc/passwd" if kind == tarfile.SYMTYPE else ""
            info.size = 100 if kind == tarfile.REGTYPE else 0
            packed.addfile(info, io.BytesIO(bytes(info.size)))
    return file.getvalue()


TARGET = Target(
    "archives",
    run,
    seeds=[_zip(method) for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)]
    + [_tar(mode)[:4096] if not mode else _tar(mode) for mode in ("", ":gz", ":bz2", ":xz")],
    modules=MODULES["archives"],
    words=[b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"ustar", b"GNU.sparse.map=0,0", b"path=../x"],
    longest=8192,
)
