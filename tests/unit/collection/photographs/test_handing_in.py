"""What is handed in is kept as given, each file by itself: what can't be taken says why, and the rest is taken."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import tracemalloc
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from tests.policy.people import analyst
from tests.unit.collection.photographs.ground import PhotographBench, car, offer, tarred, zipped
from tests.unit.ocr.test_image import animated_gif, huge_png
from tests.unit.reader.test_reader import cmyk
from workbench.accesslog.record import Kind
from workbench.collection.photographs import archives, handin
from workbench.collection.photographs.beginnings import content_of
from workbench.collection.photographs.handin import HAND_IN
from workbench.errors import BadInput, NotFound, Refused, StoreUnavailable
from workbench.wire.photographs import BatchState, ImageKind, Medium, Origin, PhotographState
from workbench.wire.stated import Stated

pytestmark = pytest.mark.section("464.9")

CAR = car("7ABC123")
SHA256 = hashlib.sha256(CAR).hexdigest()


def test_a_photograph_is_kept_as_it_was_given(counter: PhotographBench) -> None:
    batch = counter.begin()
    told = counter.send(batch, "7ABC123.jpg", CAR)
    assert (told.waiting, told.duplicate, told.failed) == (1, 0, 0)
    assert counter.images.get(ImageKind.ORIGINAL, SHA256, counter.receipt()) == CAR
    assert all("7ABC123" not in str(path) for path in (counter.folder / "images").rglob("*"))
    result = counter.station.records()[-2]
    assert (result.kind, result.action, result.body["count"]) == (Kind.RESULT, HAND_IN, 1)


def test_the_same_bytes_are_skipped_and_told(counter: PhotographBench) -> None:
    batch = counter.begin()
    counter.send(batch, "one.jpg", CAR)
    told = counter.send(batch, "two.jpg", CAR)
    assert (told.waiting, told.duplicate) == (0, 1)
    assert "The same bytes" in told.problems[0].reason
    assert counter.send(batch, "one.jpg", CAR).waiting == 1  # sent once more after a lost answer: nothing changes
    assert counter.progress(batch).total == 2


@pytest.mark.parametrize(
    "pack", [zipped, tarred, lambda files: tarred(files, "w:xz"), lambda files: tarred(files, "w")]
)
def test_an_archive_is_so_many_photographs_with_their_sidecars(counter: PhotographBench, pack: type) -> None:
    batch = counter.begin()
    files = {
        "trip/one.jpg": CAR,
        "trip/two.jpg": car("5XYZ789", shade=30),
        "trip/photographs.csv": b"file,time,camera\ntwo.jpg,2026-02-27T10:00:00Z,EC-09\n",
        "trip/one.jpg.toml": b'camera = "EC-08"\ntime = 2026-02-27T11:00:00+01:00\n',
    }
    told = counter.send(batch, "trip.archive", pack(files))
    assert (told.waiting, told.failed) == (2, 0)
    one, two = counter.photographs(batch)
    assert (one.name, one.camera, one.camera_from, str(one.time)) == (
        "trip/one.jpg",
        "EC-08",
        Origin.SIDECAR,
        "2026-02-27 10:00:00+00:00",
    )
    assert (two.camera, two.time_from) == ("EC-09", Origin.SIDECAR)


def link(name: str, to: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    """A member that points elsewhere."""
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, to
    return entry


def zip_with_link() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("evil.jpg")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
        archive.writestr("good.jpg", CAR)
    return packed.getvalue()


EVIL = [
    pytest.param(zipped({"../../evil.jpg": CAR, "good.jpg": CAR}), "points out of the archive", id="zip with .."),
    pytest.param(zipped({"/etc/evil.jpg": CAR, "good.jpg": CAR}), "points out of the archive", id="absolute in zip"),
    pytest.param(zipped({"a\\..\\..\\evil.jpg": CAR, "good.jpg": CAR}), "points out", id="backslashes in zip"),
    pytest.param(zip_with_link(), "a link", id="symlink in zip"),
    pytest.param(tarred({"../evil.jpg": CAR, "good.jpg": CAR}), "points out of the archive", id="tar with .."),
    pytest.param(tarred({"e": link("evil.jpg", "/etc/passwd"), "good.jpg": CAR}), "a link", id="symlink in tar"),
    pytest.param(
        tarred({"e": link("evil.jpg", "good.jpg", tarfile.LNKTYPE), "good.jpg": CAR}), "a link", id="hard link"
    ),
    pytest.param(tarred({"e": link("evil.jpg", "", tarfile.CHRTYPE), "good.jpg": CAR}), "a device", id="device"),
    pytest.param(zipped({"evil.zip": zipped({"x.jpg": CAR}), "good.jpg": CAR}), "in an archive", id="nested"),
]


@pytest.mark.parametrize(("archive", "words"), EVIL)
def test_what_points_out_of_an_archive_is_refused_by_name_and_the_rest_is_taken(
    counter: PhotographBench, archive: bytes, words: str
) -> None:
    before = set(counter.folder.rglob("*"))
    batch = counter.begin()
    told = counter.send(batch, "a.zip", archive)
    assert (told.waiting, told.failed) == (1, 1)
    assert words in told.problems[0].reason
    (good,) = [one for one in counter.photographs(batch) if one.state is PhotographState.WAITING]
    assert (good.name, good.sha256) == ("good.jpg", SHA256)
    made = {path.relative_to(counter.folder).parts[0] for path in set(counter.folder.rglob("*")) - before}
    assert made <= {"images", "spooled", "log-keys", "live", "log.sqlite-wal", "log.sqlite-shm"} | {
        "registers.sqlite-wal",
        "registers.sqlite-shm",
    }


def test_an_archive_that_unpacks_to_far_too_much_is_stopped_with_bounded_memory(counter: PhotographBench) -> None:
    zeros = bytes(1 << 20)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a-good.jpg", CAR)
        with archive.open("bomb.jpg", "w") as member:
            for _ in range(300):
                member.write(zeros)
        archive.writestr("late.jpg", car("5XYZ789"))
    batch = counter.begin()
    tracemalloc.start()
    try:
        told = counter.send(batch, "bomb.zip", packed.getvalue())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 64 << 20
    assert (told.waiting, told.failed) == (1, 1)
    assert "unpacks to far more" in told.problems[0].reason
    used = sum(path.stat().st_size for path in (counter.folder / "images").rglob("*") if path.is_file())
    assert used < 2 << 20
    assert list((counter.folder / "images" / "new").iterdir()) == []


@pytest.mark.parametrize(
    "harm", [lambda whole: whole[: len(whole) // 2], lambda whole: whole[:40] + bytes(60) + whole[100:]]
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_damaged_archive_is_said_to_be_and_takes_nothing_half(
    counter: PhotographBench, harm: type, pack: type
) -> None:
    batch = counter.begin()
    told = counter.send(batch, "cut.zip", harm(pack({"one.jpg": CAR, "two.jpg": car("5XYZ789", shade=20)})))
    assert told.failed >= 1
    whole = {one.sha256 for one in counter.photographs(batch) if one.state is PhotographState.WAITING}
    for sha256 in whole:
        assert hashlib.sha256(counter.images.get(ImageKind.ORIGINAL, sha256, counter.receipt())).hexdigest() == sha256
    assert counter.send(batch, "good.jpg", car("5XYZ789", shade=90)).waiting == 1


def test_a_sidecar_that_can_not_be_read_costs_nothing_else(counter: PhotographBench) -> None:
    batch = counter.begin()
    files = {"one.jpg": CAR, "one.jpg.toml": b"camera = ", "two.jpg": car("5XYZ789", shade=20)}
    told = counter.send(batch, "a.zip", zipped(files))
    assert (told.waiting, told.failed) == (2, 1)
    assert "no TOML" in told.problems[0].reason


BAD = {
    "empty.jpg": b"",
    "cut.jpg": CAR[: len(CAR) // 2],
    "text.jpg": b"plate,time\n",
    "huge.png": huge_png(),
    "drawing.svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "moving.gif": animated_gif(),
    "print.jpg": cmyk(),
    "phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "document.pdf": b"%PDF-1.7\n",
}


def test_a_batch_goes_on_over_whatever_is_in_it(bench: PhotographBench) -> None:
    """Each bad file fails by itself, with its reason; the good ones between them are read."""
    names = list(BAD)
    files = {f"a{place}-{name}": BAD[name] for place, name in enumerate(names)}
    files |= {"b-good.jpg": CAR, "c-good.jpg": car("5XYZ789", shade=50)}
    batch = bench.begin()
    for name in sorted(files, key=lambda each: each[1:]):
        bench.send(batch, name, files[name])
    handin.close(bench.desk, bench.ana, batch)
    bench.read()
    progress = bench.progress(batch)
    assert (progress.state, progress.failed, progress.read) == (BatchState.DONE, len(BAD), 2)
    reasons = bench.listed(batch)
    for place, (name, words) in enumerate(
        zip(
            names,
            ("empty", "damaged or cut off", "no kind", "30,000|far more pixels", "SVG", "GIF", "CMYK", "HEIC", "PDF"),
            strict=True,
        )
    ):
        assert any(word in reasons[f"a{place}-{name}"] for word in words.split("|")), reasons[f"a{place}-{name}"]
    assert {plate.plate for one in bench.photographs(batch) for plate in one.plates} >= {"7ABC123", "5XYZ789"}


@pytest.mark.parametrize(
    ("terms", "section"),
    [
        ({"source": "elsewhere"}, "464.7(f)"),
        ({"provenance": "court_order"}, "464.7.1(a)"),
        ({"provenance": "public_road", "court_order": "26-1"}, "464.7.1(a)"),
    ],
)
@pytest.mark.section("464.7.1(a)", "464.7(f)")
def test_terms_that_the_policy_does_not_allow_are_refused_on_record(
    counter: PhotographBench, terms: dict[str, str], section: str
) -> None:
    with pytest.raises(Refused) as refused:
        counter.begin(**terms)
    assert refused.value.section == section
    assert counter.station.records()[-1].kind is Kind.REFUSAL


@pytest.mark.section("464.4.1")
def test_who_is_not_trained_hands_nothing_in(counter: PhotographBench) -> None:
    novice = replace(counter.ana, standing=type(counter.ana.standing)())
    with pytest.raises(Refused):
        handin.begin(counter.desk, novice, offer())


def test_a_batch_is_its_owners_alone(counter: PhotographBench) -> None:
    batch = counter.begin()
    for call in (handin.close, handin.cancel):
        with pytest.raises(NotFound):
            call(counter.desk, analyst("ben"), batch)
    handin.close(counter.desk, counter.ana, batch)
    with pytest.raises(BadInput, match="takes no more files"):
        counter.send(batch, "late.jpg", CAR)


def test_a_full_disk_takes_nothing_half(counter: PhotographBench) -> None:
    def full(_octets: int) -> None:
        raise StoreUnavailable("The disk is nearly full; nothing of the batch was taken.")

    counter.desk = replace(counter.desk, room=full)
    batch = counter.begin()
    with pytest.raises(StoreUnavailable):
        counter.send(batch, "one.jpg", CAR)
    assert counter.photographs(batch) == []


def test_a_video_is_told_from_a_photograph_by_its_content(counter: PhotographBench) -> None:
    batch = counter.begin()
    counter.send(batch, "drive.jpg", b"\0\0\0\x18ftypmp42" + bytes(100), Stated(time="2026-03-01T09:30:00Z"))
    (one,) = counter.photographs(batch)
    assert (one.medium, one.time_from) == (Medium.VIDEO, Origin.SIDECAR)


def test_an_archive_may_be_sent_again_after_a_stop(counter: PhotographBench) -> None:
    archive = zipped({"one.jpg": CAR, "two.jpg": car("5XYZ789", shade=10), "x/../../y.jpg": CAR})
    batch = counter.begin()
    first = counter.send(batch, "a.zip", archive)
    assert counter.send(batch, "a.zip", archive) == first.model_copy(update={"record": first.record + 2})
    assert counter.progress(batch).total == 3


def test_a_tar_that_unpacks_to_far_too_much_is_stopped_before_it_is_unpacked(counter: PhotographBench) -> None:
    archive = tarred({"a-good.jpg": CAR, "bomb.jpg": bytes(200 << 20), "late.jpg": car("5XYZ789")})
    batch = counter.begin()
    told = counter.send(batch, "bomb.tgz", archive)
    assert (told.waiting, told.failed) == (0, 1)
    assert "unpacks to far more" in told.problems[0].reason


def tar_of(*entries: tuple[bytes, int, int]) -> bytes:
    """A packed tar of members that say of themselves: kind, how many bytes follow, how many such members."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1) as out:
        for kind, size, count in entries:
            entry = tarfile.TarInfo("d")
            entry.type, entry.size = kind, size
            for _ in range(count):
                out.write(entry.tobuf(tarfile.GNU_FORMAT))
                out.write(bytes(size))
        out.write(bytes(1024))
    return packed.getvalue()


def zip_of_empty_files(count: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number:0400}", b"")
    return packed.getvalue()


SWOLLEN = [
    pytest.param(lambda: tar_of((tarfile.GNUTYPE_LONGNAME, 90 << 20, 1)), "list of its files", id="a name of 90 MB"),
    pytest.param(lambda: tar_of((tarfile.XHDTYPE, 90 << 20, 1)), "list of its files", id="a header of 90 MB"),
    pytest.param(lambda: tar_of((tarfile.DIRTYPE, 0, 20_001)), "more than 20,000 files", id="folders without end"),
    pytest.param(lambda: tar_of((tarfile.GNUTYPE_SPARSE, 0, 1)), "with holes", id="a file with holes"),
    pytest.param(lambda: zip_of_empty_files(20_001), "list of its files", id="a directory of 9 MB"),
]


@pytest.mark.parametrize(("archive", "words"), SWOLLEN)
def test_what_an_archive_tells_of_its_files_is_bounded_before_it_is_held(archive: Any, words: str) -> None:
    """Such lists are small on the disk, and readers take them into memory whole."""
    packed = archive()
    tracemalloc.start()
    try:
        with pytest.raises(BadInput, match=words):
            for _ in archives.members(io.BytesIO(packed), content_of(io.BytesIO(packed)), len(packed)):
                pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 32 << 20


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_names_as_long_as_names_are_stay_within_the_bounds(form: int) -> None:
    name = f"{'trip/' * 60}photograph-ä.jpg"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=form) as archive:
        archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    raw = packed.getvalue()
    assert [one.name for one in archives.members(io.BytesIO(raw), content_of(io.BytesIO(raw)), len(raw))] == [
        name[-200:]
    ]


def test_a_zip_with_a_comment_is_read(counter: PhotographBench) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.jpg", CAR)
        archive.comment = b"friday " * 500
    assert counter.send(counter.begin(), "a.zip", packed.getvalue()).waiting == 1
