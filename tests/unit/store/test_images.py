"""Images are sealed, kept once, and shown on a receipt alone; what no photograph holds is purged."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.policy.conftest import station
from tests.policy.people import Station
from tests.unit.store.reads_ground import SEALING, receipt_of
from workbench.errors import NotFound, StoreUnavailable
from workbench.policy.caller import Realm
from workbench.store.images import ImageStore
from workbench.store.images.images import reseal
from workbench.store.receipt import Receipt
from workbench.store.segments.sealing import KeySealing, Ring
from workbench.store.served import SERVED, entries
from workbench.wire.photographs import ImageKind

__all__ = ["station"]
pytestmark = pytest.mark.section("464.10")

PICTURE = b"the bytes of a photograph of 7ABC123 " * 9
DIGEST = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def images(tmp_path: Path) -> Iterator[ImageStore]:
    opened = ImageStore.open(tmp_path / "images", SEALING)
    yield opened
    opened.close()


@pytest.fixture
def receipt(station: Station) -> Receipt:
    return receipt_of(station)


def files(folder: Path) -> list[Path]:
    return [path for path in (folder / "images").glob("*/*/*") if path.is_file()]


def test_an_image_comes_back_as_it_was_given(images: ImageStore, receipt: Receipt) -> None:
    large = bytes(range(256)) * 9000
    assert images.put(ImageKind.ORIGINAL, (large[at : at + 70_000] for at in range(0, len(large), 70_000)), receipt)
    assert images.get(ImageKind.ORIGINAL, hashlib.sha256(large).hexdigest(), receipt) == large
    assert images.put(ImageKind.CROP, PICTURE, receipt) == DIGEST
    assert images.get(ImageKind.CROP, DIGEST, receipt) == PICTURE


def test_the_same_content_is_kept_once_of_each_kind(images: ImageStore, receipt: Receipt, tmp_path: Path) -> None:
    for kind in (ImageKind.CROP, ImageKind.CROP, ImageKind.THUMBNAIL):
        images.put(kind, PICTURE, receipt)
    assert len(files(tmp_path)) == 2
    with pytest.raises(NotFound):
        images.get(ImageKind.ORIGINAL, DIGEST, receipt)
    assert not images.has(ImageKind.ORIGINAL, DIGEST, receipt)
    assert images.has(ImageKind.CROP, DIGEST, receipt)


@pytest.mark.parametrize("asked", ["", "../reads-key", "0" * 63, DIGEST.upper(), f"{DIGEST}/..", "*" * 64])
def test_what_is_no_digest_is_no_image(images: ImageStore, receipt: Receipt, asked: str) -> None:
    images.put(ImageKind.CROP, PICTURE, receipt)
    with pytest.raises(NotFound):
        images.get(ImageKind.CROP, asked, receipt)


def test_no_byte_of_an_image_stands_on_the_disk_in_clear(images: ImageStore, receipt: Receipt, tmp_path: Path) -> None:
    images.put(ImageKind.ORIGINAL, PICTURE, receipt)
    assert all(b"7ABC123" not in path.read_bytes() for path in (tmp_path / "images").rglob("*") if path.is_file())
    assert all("7ABC123" not in str(path) for path in (tmp_path / "images").rglob("*"))


@pytest.mark.section("464.5")
@pytest.mark.parametrize(
    "call",
    [
        lambda images, given: images.put(ImageKind.CROP, b"x", given),
        lambda images, given: images.get(ImageKind.CROP, DIGEST, given),
        lambda images, given: next(images.pieces(ImageKind.CROP, DIGEST, given)),
        lambda images, given: images.has(ImageKind.CROP, DIGEST, given),
        lambda images, given: images.purge(dict, given),
    ],
    ids=["put", "get", "pieces", "has", "purge"],
)
def test_nothing_is_done_without_a_receipt_for_the_agencys_reads(
    images: ImageStore, receipt: Receipt, station: Station, tmp_path: Path, call: Callable[[ImageStore, object], object]
) -> None:
    images.put(ImageKind.CROP, PICTURE, receipt)
    before = entries(tmp_path / "images" / SERVED)
    for given in (None, replace(receipt, index=7), receipt_of(station, Realm.TRAINING)):
        with pytest.raises(TypeError):
            call(images, given)
    assert entries(tmp_path / "images" / SERVED) == before


@pytest.mark.section("464.6")
def test_each_call_is_counted_under_its_record(images: ImageStore, receipt: Receipt, tmp_path: Path) -> None:
    images.put(ImageKind.CROP, PICTURE, receipt)
    images.get(ImageKind.CROP, DIGEST, receipt)
    assert entries(tmp_path / "images" / SERVED) == 2


@pytest.mark.parametrize("harm", [lambda data: data[:-9], lambda data: data[:60] + b"X" + data[61:], lambda _: b""])
def test_a_damaged_image_does_not_open(
    images: ImageStore, receipt: Receipt, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    images.put(ImageKind.CROP, PICTURE, receipt)
    (path,) = files(tmp_path)
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(StoreUnavailable):
        images.get(ImageKind.CROP, DIGEST, receipt)


def test_an_image_under_another_ones_name_does_not_open(images: ImageStore, receipt: Receipt, tmp_path: Path) -> None:
    images.put(ImageKind.CROP, PICTURE, receipt)
    (path,) = files(tmp_path)
    other = "ab" * 32
    (tmp_path / "images" / "crop" / "ab").mkdir()
    path.rename(tmp_path / "images" / "crop" / "ab" / f"{other}{path.suffix}")
    with pytest.raises(StoreUnavailable):
        images.get(ImageKind.CROP, other, receipt)


@pytest.mark.section("464.9")
def test_what_no_photograph_holds_is_purged_with_what_a_stop_left(
    images: ImageStore, receipt: Receipt, tmp_path: Path
) -> None:
    kept = images.put(ImageKind.ORIGINAL, b"held", receipt)
    images.put(ImageKind.ORIGINAL, b"not held", receipt)
    images.put(ImageKind.CROP, b"held", receipt)  # held as an original alone
    (tmp_path / "images" / "new" / "half").write_bytes(b"half an image")
    assert images.purge(lambda: {ImageKind.ORIGINAL: {kept}}, receipt) == 3
    assert images.get(ImageKind.ORIGINAL, kept, receipt) == b"held"
    assert len(files(tmp_path)) == 1
    assert list((tmp_path / "images" / "new").iterdir()) == []


@pytest.mark.section("464.9")
def test_a_purge_waits_until_a_photograph_names_what_was_just_put(images: ImageStore, receipt: Receipt) -> None:
    named: set[str] = set()
    begun, done = threading.Event(), threading.Event()

    def purge() -> None:
        begun.set()
        images.purge(lambda: {ImageKind.ORIGINAL: named}, receipt)
        done.set()

    with images.keeping():
        digest = images.put(ImageKind.ORIGINAL, PICTURE, receipt)
        purging = threading.Thread(target=purge)
        purging.start()
        begun.wait()
        assert not done.is_set()
        named.add(digest)
    purging.join()
    assert images.get(ImageKind.ORIGINAL, digest, receipt) == PICTURE


def test_what_a_stop_left_is_gone_at_the_next_start(images: ImageStore, tmp_path: Path) -> None:
    (tmp_path / "images" / "new" / "half").write_bytes(b"half an image")
    ImageStore.open(tmp_path / "images", SEALING).close()
    assert list((tmp_path / "images" / "new").iterdir()) == []


def test_images_open_with_a_new_key_once_they_were_sealed_anew(
    images: ImageStore, receipt: Receipt, tmp_path: Path
) -> None:
    images.put(ImageKind.CROP, PICTURE, receipt)
    images.close()
    new = KeySealing(bytes(32))
    assert reseal(tmp_path / "images", Ring(new, (SEALING,))) == 1
    assert reseal(tmp_path / "images", Ring(new, (SEALING,))) == 0
    again = ImageStore.open(tmp_path / "images", new)
    assert again.get(ImageKind.CROP, DIGEST, receipt) == PICTURE
    again.close()
    old = ImageStore.open(tmp_path / "images", SEALING)
    with pytest.raises(StoreUnavailable):
        old.get(ImageKind.CROP, DIGEST, receipt)
    old.close()
