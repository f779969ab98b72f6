"""A model gets into its folder only when it is what was published, wherever it comes from."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from workbench.errors import BadInput, Unavailable
from workbench.ocr.models.download import download
from workbench.ocr.models.files import FILES, ModelFile, folder
from workbench.ocr.models.install import install

pytestmark = pytest.mark.section("464.7(d)")
CONTENT = {"finder.pth": b"finds" * 1000, "reader.pth": b"reads" * 500}
KNOWN = tuple(
    ModelFile(name, "test", "", "MIT", hashlib.sha256(body).hexdigest(), "", len(body))
    for name, body in CONTENT.items()
)


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


def taped(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, body in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return path


def laid(path: Path, members: dict[str, bytes]) -> Path:
    for name, body in members.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(body)
    return path


NOISE = {name: b"".join(hashlib.sha256(b"%d" % at).digest() for at in range(90)) for name in CONTENT}
"""What hardly gets smaller when it is packed."""
WAYS = {
    "a folder": (laid, "given"),
    "a zip": (zipped, "given.zip"),
    "a wheel": (zipped, "m.whl"),
    "a tar": (taped, "m.tgz"),
}


@pytest.mark.parametrize("way", WAYS)
def test_both_models_come_out_of(way: str, tmp_path: Path) -> None:
    make, name = WAYS[way]
    source = make(tmp_path / name, {f"deep/down/{file}": body for file, body in CONTENT.items()} | {"other": b"x"})
    place = tmp_path / "models"
    assert install(source, place, KNOWN) == list(CONTENT)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == CONTENT
    assert {known.state(place) for known in KNOWN} == {"good"}


@pytest.mark.parametrize("way", WAYS)
def test_when_one_was_changed_none_is_installed_from(way: str, tmp_path: Path) -> None:
    make, name = WAYS[way]
    place = tmp_path / "models"
    place.mkdir()
    (place / "finder.pth").write_bytes(CONTENT["finder.pth"])
    source = make(tmp_path / name, CONTENT | {"reader.pth": b"READS" * 500})
    with pytest.raises(BadInput, match=r"reader\.pth is not the file that was published") as refused:
        install(source, place, KNOWN)
    assert KNOWN[1].sha256 in refused.value.how
    assert [path.name for path in place.iterdir()] == ["finder.pth"]


def locked(path: Path, members: dict[str, bytes]) -> Path:
    """A zip that says that its members are locked by a password."""
    zipped(path, members)
    raw = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := raw.find(signature, at + 1)) >= 0:
            raw[at + flags] |= 1
    path.write_bytes(raw)
    return path


def harmed(path: Path, members: dict[str, bytes], make: Any, *, cut: bool) -> Path:
    """An archive with its middle overwritten, or without its second half."""
    raw = make(path, members).read_bytes()
    path.write_bytes(raw[: len(raw) // 2] if cut else raw[:60] + b"\xff" * 20 + raw[80:])
    return path


@pytest.mark.parametrize(
    "given",
    [
        lambda path: locked(path / "m.zip", CONTENT),
        lambda path: harmed(path / "m.zip", NOISE, zipped, cut=False),
        lambda path: harmed(path / "m.tgz", NOISE, taped, cut=True),
        lambda path: harmed(path / "m.tgz", NOISE, taped, cut=False),
    ],
    ids=["a zip with a password", "a damaged zip", "a tar cut off", "a damaged tar"],
)
def test_an_archive_that_can_not_be_read_to_its_end_is_said_to_be_damaged(given: Any, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"damaged|neither a folder nor an archive|not the file") as refused:
        install(given(tmp_path), tmp_path / "models", KNOWN)
    assert refused.value.how
    assert list((tmp_path / "models").iterdir()) == []


def test_a_member_that_swells_is_read_no_further_than_the_file_is_long(tmp_path: Path) -> None:
    source = zipped(tmp_path / "bomb.zip", {"finder.pth": bytes(300 << 20)})
    with pytest.raises(BadInput, match="not the file"):
        install(source, tmp_path / "models", KNOWN)
    assert list((tmp_path / "models").iterdir()) == []


def test_paths_that_lead_out_of_the_archive_lead_nowhere(tmp_path: Path) -> None:
    source = zipped(tmp_path / "given.zip", {f"../../{name}": body for name, body in CONTENT.items()})
    install(source, tmp_path / "in" / "models", KNOWN)
    assert sorted(path.name for path in (tmp_path / "in" / "models").iterdir()) == sorted(CONTENT)
    assert not [path for path in tmp_path.rglob("*.pth") if path.parent.name != "models"]


def test_a_link_in_a_tar_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(CONTENT["finder.pth"])
    with tarfile.open(tmp_path / "given.tar", "w") as archive:
        entry = tarfile.TarInfo("finder.pth")
        entry.type, entry.linkname = tarfile.SYMTYPE, str(secret)
        archive.addfile(entry)
    with pytest.raises(BadInput, match="no model"):
        install(tmp_path / "given.tar", tmp_path / "models", KNOWN)


@pytest.mark.parametrize("body", [b"", b"text", b"PK\x03\x04cut off"])
def test_what_is_no_archive_is_said_to_be_none(body: bytes, tmp_path: Path) -> None:
    (tmp_path / "given").write_bytes(body)
    with pytest.raises(BadInput, match="neither a folder nor an archive"):
        install(tmp_path / "given", tmp_path / "models", KNOWN)


def test_where_there_is_nothing_it_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no model") as refused:
        install(laid(tmp_path / "given", {"other": b""}), tmp_path / "models", KNOWN)
    assert all(name in refused.value.how for name in CONTENT)
    with pytest.raises(FileNotFoundError):
        install(tmp_path / "none", tmp_path / "models", KNOWN)


def test_the_folder_is_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPR_MODELS", str(tmp_path))
    assert folder() == tmp_path
    assert {known.state(tmp_path) for known in FILES} == {"missing"}


@pytest.mark.skipif(find_spec("easyocr") is not None, reason="the extra easyocr is installed")
def test_without_easyocr_nothing_is_fetched_and_it_is_said_why(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="EasyOCR is not installed here") as refused:
        download(tmp_path / "models")
    assert "docs/ocr.md" in refused.value.how
    assert not (tmp_path / "models").exists()
