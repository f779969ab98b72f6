"""A file of pages opens as a whole and as it was written, or says that it is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import StoreUnavailable
from workbench.store.segments.pages import PageFile, PageWriter, copy_of, sha256_of
from workbench.store.segments.sealing import FilesystemSealing, KeySealing, Sealing

pytestmark = pytest.mark.section("464.10")

KEY = KeySealing(bytes(range(32)))
PAGES = [b"the first", b"", b"another" * 5, b"the last"]
INDEX = b"what stands where"
both = pytest.mark.parametrize("sealing", [KEY, FilesystemSealing()], ids=["key", "filesystem"])


def written(path: Path, sealing: Sealing, pages: list[bytes] = PAGES) -> str:
    with PageWriter(path, sealing) as writer:
        for page in pages:
            writer.add(page)
        return writer.finish(INDEX)


def read(path: Path, sealing: Sealing) -> tuple[list[bytes], bytes]:
    """Everything that can be had from a file."""
    file = PageFile.open(path, sealing)
    return [file.page(number) for number in range(file.pages)], file.index


@both
def test_pages_and_index_come_back_as_they_were(tmp_path: Path, sealing: Sealing) -> None:
    sha256 = written(tmp_path / "file", sealing)
    assert read(tmp_path / "file", sealing) == (PAGES, INDEX)
    assert sha256 == sha256_of(tmp_path / "file")
    written(tmp_path / "empty", sealing, [])
    assert read(tmp_path / "empty", sealing) == ([], INDEX)


@both
def test_a_turned_bit_anywhere_is_told(tmp_path: Path, sealing: Sealing) -> None:
    path = tmp_path / "file"
    written(path, sealing)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        with pytest.raises(StoreUnavailable):
            read(path, sealing)


@both
def test_a_file_that_was_cut_off_anywhere_is_told(tmp_path: Path, sealing: Sealing) -> None:
    path = tmp_path / "file"
    written(path, sealing)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(StoreUnavailable):
            read(path, sealing)


@both
def test_a_file_with_something_more_is_told(tmp_path: Path, sealing: Sealing) -> None:
    path = tmp_path / "file"
    written(path, sealing)
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(StoreUnavailable):
        read(path, sealing)


@both
def test_pages_that_changed_places_are_told(tmp_path: Path, sealing: Sealing) -> None:
    path = tmp_path / "file"
    written(path, sealing, [b"one page", b"or other"])
    file = PageFile.open(path, sealing)
    (first, second, end), whole = (int(at) for at in file._ends), path.read_bytes()
    path.write_bytes(whole[:first] + whole[second:end] + whole[first:second] + whole[end:])
    with pytest.raises(StoreUnavailable):
        read(path, sealing)


@both
def test_a_page_of_another_file_is_told(tmp_path: Path, sealing: Sealing) -> None:
    for name in ("one", "other"):
        written(tmp_path / name, sealing)
    end = int(PageFile.open(tmp_path / "one", sealing)._ends[1])
    one, other = (tmp_path / "one").read_bytes(), (tmp_path / "other").read_bytes()
    start = end - 25
    (tmp_path / "one").write_bytes(one[:start] + other[start:end] + one[end:])
    with pytest.raises(StoreUnavailable):
        read(tmp_path / "one", sealing)


@both
@pytest.mark.parametrize("content", [b"", bytes(10), bytes(100_000), b"no file of pages at all" * 10])
def test_what_is_no_file_of_pages_is_told(tmp_path: Path, sealing: Sealing, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(StoreUnavailable):
        read(tmp_path / "file", sealing)


@both
def test_another_key_opens_nothing(tmp_path: Path, sealing: Sealing) -> None:
    written(tmp_path / "file", sealing)
    with pytest.raises(StoreUnavailable):
        read(tmp_path / "file", KeySealing(bytes(range(1, 33))))


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    written(tmp_path / "file", KEY)
    (tmp_path / "link").symlink_to(tmp_path / "file")
    with pytest.raises(OSError, match="symbolic links"):
        PageFile.open(tmp_path / "link", KEY)
    with pytest.raises(FileExistsError):
        PageWriter(tmp_path / "link", KEY)


def test_a_file_that_was_not_finished_is_not_left(tmp_path: Path) -> None:
    def stopped() -> None:
        with PageWriter(tmp_path / "file", KEY) as writer:
            writer.add(b"a page")
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        stopped()
    assert list(tmp_path.iterdir()) == []


def test_a_file_can_be_read_after_it_was_removed(tmp_path: Path) -> None:
    written(tmp_path / "file", KEY)
    file = PageFile.open(tmp_path / "file", KEY)
    (tmp_path / "file").unlink()
    assert [file.page(number) for number in range(file.pages)] == PAGES
    assert file.joined([3, 0]) == b"the lastthe first"


def test_a_copy_under_another_sealing_holds_the_same(tmp_path: Path) -> None:
    written(tmp_path / "file", KEY)
    sha256 = copy_of(PageFile.open(tmp_path / "file", KEY), tmp_path / "copy", FilesystemSealing())
    assert read(tmp_path / "copy", FilesystemSealing()) == (PAGES, INDEX)
    assert sha256 == sha256_of(tmp_path / "copy")
