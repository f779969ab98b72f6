"""The reader finds plates, says clearly what it can't read, and outlives whatever a picture does to it."""

from __future__ import annotations

import io
import os
import signal
import threading
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image

from tests.unit.ocr.drawn import encoded, photograph
from tests.unit.ocr.test_image import animated_gif, huge_png, swollen_text_png
from tests.unit.reader.ground import RunningReader, reading, settings_in
from tests.waiting import until
from workbench.collection.photographs.reader import ReaderClient
from workbench.errors import Unavailable
from workbench.wire.look import Looked
from workbench.wire.photographs import Medium

pytestmark = pytest.mark.section("464.10(a)")
CAR = encoded(photograph("7ABC123"))


def look(reader: RunningReader, octets: bytes) -> tuple[Looked, list[bytes]]:
    return reader.client.look(Medium.PHOTOGRAPH, len(octets), [octets], "us")


def cmyk() -> bytes:
    file = io.BytesIO()
    Image.new("CMYK", (60, 40)).save(file, "JPEG")
    return file.getvalue()


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(50_000_000))
    return file.getvalue()


def test_a_plate_comes_back_with_corners_candidates_and_cut_outs(reader: RunningReader) -> None:
    told, pictures = look(reader, CAR)
    (found,) = told.photographs
    best = found.plates[0]
    assert best.candidates[0].plate == "7ABC123"
    assert len(best.candidates[0].characters) == 7
    assert sum(x for x, _ in best.box) / 4 == pytest.approx(320, abs=15)
    assert (found.width, found.height, len(found.perceptual_hash)) == (640, 480, 16)
    sizes = [Image.open(io.BytesIO(pictures[place])).size for place in (best.crop, found.thumbnail)]
    assert sizes[0][0] > sizes[0][1]
    assert sizes[1] == (320, 240)
    assert told.engine is not None
    assert (told.engine.name, len(told.engine.models)) == ("rapidocr", 2)


BAD = [
    pytest.param(b"", "empty", id="zero bytes"),
    pytest.param(CAR[: len(CAR) // 2], "damaged or cut off", id="truncated"),
    pytest.param(b"plate,time\n7ABC123,2026-01-01\n", "no kind that holds a photograph", id="wrong type"),
    pytest.param(huge_png(), "30,000 x 30,000|far more pixels", id="30,000 x 30,000 PNG"),
    pytest.param(swollen_text_png(), "damaged or cut off", id="a comment that unpacks to 100 MB"),
    pytest.param(zipped(), "an archive", id="zip bomb"),
    pytest.param(b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG", id="SVG"),
    pytest.param(animated_gif(), "a GIF", id="animated GIF"),
    pytest.param(cmyk(), "CMYK", id="CMYK JPEG"),
    pytest.param(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC", id="HEIC"),
]


@pytest.mark.parametrize(("octets", "words"), BAD)
def test_what_is_no_photograph_is_said_clearly_and_the_next_one_is_read(
    reader: RunningReader, octets: bytes, words: str
) -> None:
    told, pictures = look(reader, octets)
    assert (told.photographs, pictures) == ([], [])
    assert any(word in told.error for word in words.split("|")), told.error
    assert look(reader, CAR)[0].photographs[0].plates


def test_a_child_that_dies_over_a_picture_is_replaced_and_the_others_go_on(reader: RunningReader) -> None:
    look(reader, CAR)
    for pid in reader.children():
        os.kill(pid, signal.SIGKILL)
    assert look(reader, CAR)[0].photographs[0].plates


@pytest.mark.skipif(find_spec("easyocr") is not None, reason="the engine can be used here")
def test_an_engine_that_can_not_be_used_says_nothing_of_the_picture(reader: RunningReader) -> None:
    without = reader.settings.model_copy(update={"ocr": reader.settings.ocr.model_copy(update={"engine": "easyocr"})})
    asking = ReaderClient(without.paths.reader, os.geteuid(), without)
    with pytest.raises(Unavailable, match="photographs wait until it can: easyocr"):
        asking.look(Medium.PHOTOGRAPH, len(CAR), [CAR], "us")
    assert look(reader, CAR)[0].photographs[0].plates


def test_it_answers_nobody_but_the_custodians_user(tmp_path_factory: pytest.TempPathFactory) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root, to make a folder another user's")
    folder = tmp_path_factory.mktemp("rd")
    (folder / "run").mkdir()
    os.chown(folder / "run", 65534, 65534)
    with reading(folder) as other, pytest.raises(Unavailable):
        look(other, CAR)


def test_an_answer_of_another_user_is_not_believed(reader: RunningReader) -> None:
    stranger = ReaderClient(reader.settings.paths.reader, os.geteuid() + 1, reader.settings)
    with pytest.raises(Unavailable):
        stranger.demand()


def test_where_no_reader_is_that_is_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = settings_in(tmp_path_factory.mktemp("rd"))
    with pytest.raises(Unavailable, match="reader of photographs can't be reached"):
        ReaderClient(settings.paths.reader, os.geteuid(), settings).demand()


def test_a_reader_that_is_killed_leaves_no_answer_and_no_child(tmp_path_factory: pytest.TempPathFactory) -> None:
    large = encoded(photograph("7ABC123", width=2400, height=1800, size=3))
    with reading(tmp_path_factory.mktemp("rd"), profile="thorough") as running:
        ended: list[BaseException] = []

        def ask() -> None:
            try:
                look(running, large)
            except Unavailable as error:
                ended.append(error)

        asking = threading.Thread(target=ask)
        asking.start()
        until(lambda: bool(running.children()), 60)
        children = running.children()
        running.kill()
        asking.join()
        assert len(ended) == 1
        until(lambda: not any(_alive(pid) for pid in children), 60)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
