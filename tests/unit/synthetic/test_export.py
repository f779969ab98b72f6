"""What the agency writes comes in again by the front door, whole."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from workbench.collection.reading import Ground
from workbench.collection.recognise import choose
from workbench.synthetic import SCHEMA, Form, agency
from workbench.synthetic.export import to_genetec, to_rekor, write_files

GROUND = Ground(datetime(2026, 3, 2, tzinfo=UTC))


@pytest.fixture(scope="module")
def reads() -> pl.DataFrame:
    return pl.concat(agency(7, 3_000, 30, date(2026, 3, 2)))


def taken(data: bytes) -> tuple[str, pl.DataFrame]:
    stream = io.BytesIO(data)
    spoken = choose(stream, None)
    chunks = list(spoken.chunks(stream, GROUND))
    assert [entry for chunk in chunks for entry in chunk.rejected] == []
    return spoken.name, pl.concat(chunk.reads for chunk in chunks)


def test_our_own_csv_brings_every_column_back(reads: pl.DataFrame, tmp_path: Path) -> None:
    (path,) = write_files([reads], tmp_path)
    name, found = taken(path.read_bytes())
    assert name == "csv"
    assert b'"' not in path.read_bytes(), "quoted lines are read the slow way"
    assert_frame_equal(found.select(SCHEMA.names()), reads)


def test_files_are_cut_to_size_and_named_when_they_are_complete(reads: pl.DataFrame, tmp_path: Path) -> None:
    parts = [reads[start : start + 500] for start in range(0, 3000, 500)]
    paths = list(write_files(parts, tmp_path, stem="demo", rows=1000))
    assert [path.name for path in paths] == ["demo-0001.csv", "demo-0002.csv", "demo-0003.csv"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [path.name for path in paths]
    assert sum(len(taken(path.read_bytes())[1]) for path in paths) == 3000


@pytest.mark.parametrize(("write", "format_name"), [(to_rekor, "rekor"), (to_genetec, "genetec-csv")])
def test_samples_in_vendors_formats_are_read_alike(reads: pl.DataFrame, write: object, format_name: str) -> None:
    few = reads.head(200)
    name, found = taken(write(few))  # type: ignore[operator]
    assert name == format_name
    same = ["time", "plate", "state", "camera", "latitude", "longitude"]
    assert_frame_equal(found.select(same), few.select(same))


def test_a_group_of_the_vendors_brings_the_vehicle_back_too(reads: pl.DataFrame) -> None:
    few = reads.head(200)
    same = ["direction", "make", "model", "colour", "body_type", "vehicle_year"]
    assert_frame_equal(taken(to_rekor(few))[1].select(same), few.select(same))


@pytest.mark.parametrize("form", [Form.REKOR, Form.GENETEC])
def test_no_two_reads_share_an_identifier_whichever_file_or_agency_they_are_of(tmp_path: Path, form: Form) -> None:
    found = []
    for seed in (1, 2):  # each with another end: the stories of one day are the same reads in every agency
        parts = pl.concat(agency(seed, 2_000, 10, date(2026, 3, seed))).iter_slices(500)
        found += [taken(path.read_bytes())[1] for path in write_files(parts, tmp_path / str(seed), form, rows=1000)]
    assert len(found) == 4
    assert pl.concat(found)["vendor_id"].n_unique() == 4_000


def test_a_read_has_the_same_guid_in_whichever_file_it_stands(reads: pl.DataFrame) -> None:
    one, other = taken(to_genetec(reads.head(50)))[1], taken(to_genetec(reads.head(80).tail(40)))[1]
    assert one["vendor_id"].tail(10).to_list() == other["vendor_id"].head(10).to_list()
    assert {UUID(guid).version for guid in one["vendor_id"]} == {8}


@pytest.mark.parametrize("form", Form)
def test_every_format_is_whole_over_several_chunks_of_a_file(reads: pl.DataFrame, tmp_path: Path, form: Form) -> None:
    parts = [reads[start : start + 100] for start in range(0, 600, 100)]
    paths = list(write_files(parts, tmp_path, form, rows=300))
    assert len(paths) == 2
    found = [taken(path.read_bytes()) for path in paths]
    assert {name for name, _ in found} == {form}
    same = ["time", "plate", "camera"]
    assert_frame_equal(pl.concat(frame for _, frame in found).select(same), reads.head(600).select(same))
