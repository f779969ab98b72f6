"""Batches on their way in: never onto the last of the disk, gone when they are taken, swept after a stop (464.9)."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from workbench.custodian import spool
from workbench.errors import BadInput, StoreUnavailable
from workbench.settings import Settings, sample

pytestmark = pytest.mark.section("464.9")


async def body(*chunks: bytes) -> AsyncIterator[bytes]:
    """What a sender sends."""
    for chunk in chunks:
        yield chunk


def written(place: Path, *chunks: bytes, announced: int = 0, floor: int = 0) -> bytes:
    """What stood in the file while it was there; nothing stands afterwards."""

    async def spooled() -> bytes:
        async with spool.spooled(body(*chunks), announced, place, floor) as file:
            assert file.stat().st_mode & 0o077 == 0
            return file.read_bytes()

    try:
        return asyncio.run(spooled())
    finally:
        assert list(place.iterdir()) == []


def test_the_body_stands_as_it_came_for_as_long_as_it_is_needed(tmp_path: Path) -> None:
    assert written(tmp_path, b"time,plate\n", b"", b"x") == b"time,plate\nx"


@pytest.mark.parametrize("announced", [0, 1], ids=["unannounced", "announced"])
def test_a_full_disk_is_told_before_a_byte_is_written(tmp_path: Path, announced: int) -> None:
    all_of_it = shutil.disk_usage(tmp_path).total
    with pytest.raises(StoreUnavailable, match="nearly full"):
        written(tmp_path, b"x", announced=announced, floor=all_of_it)


def test_what_is_announced_has_to_fit_beside_the_floor(tmp_path: Path) -> None:
    announced = 3 * 2**30
    floor = shutil.disk_usage(tmp_path).free - 2**30
    with pytest.raises(StoreUnavailable):
        written(tmp_path, b"x", announced=announced, floor=floor)
    assert written(tmp_path, b"x", announced=1, floor=floor // 2) == b"x"


def test_more_than_four_gigabytes_are_not_begun(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="4 GiB"):
        written(tmp_path, b"x", announced=spool.MOST + 1)


def test_what_a_stop_left_behind_is_swept_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "custodian").mkdir()
    config = tmp_path / "config.toml"
    config.write_text(sample({"paths.data": tmp_path, "isolation.enforced": False}))
    settings = Settings.load(config)
    kept = tmp_path / "custodian" / "log.sqlite"
    kept.write_text("log")
    place = spool.folder(settings)
    (place / "batch-left").write_text("7ABC123")
    (place / "tmp-left").mkdir()
    (place / "tmp-left" / "demo.csv").write_text("7ABC123")
    (place / "link").symlink_to(kept)
    spool.sweep(settings)
    assert list(place.iterdir()) == []
    assert kept.read_text() == "log"
