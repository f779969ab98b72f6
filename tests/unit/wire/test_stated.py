"""Sidecars and tables of photographs are read strictly: what they say is meant, or the line is named."""

from __future__ import annotations

import pytest

from workbench.errors import BadInput
from workbench.wire.stated import Stated, of_csv, of_toml

pytestmark = pytest.mark.section("464.7.1(a)")


@pytest.mark.parametrize("time", ["2026-03-02T17:30:00-08:00", '"2026-03-02T17:30:00-08:00"'])
def test_a_sidecar_says_time_camera_and_place(time: str) -> None:
    said = of_toml(f'time = {time}\ncamera = "EC-04"\nlatitude = 32.7920\nlongitude = -115.5631\n'.encode(), "x")
    assert said == Stated(time="2026-03-02T17:30:00-08:00", camera="EC-04", latitude=32.792, longitude=-115.5631)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"camera = ", "no TOML"),
        (b"\xff\xfe", "no TOML"),
        (b'plate = "7ABC123"', "plate"),
        (b"latitude = 132.0", "latitude"),
        (b"camera = 4", "camera"),
        (b'camera = "EC\\u0000"', "NUL"),
        (b'"\\U00000000" = 4', "NUL"),
    ],
)
def test_a_sidecar_that_says_something_else_is_named(raw: bytes, words: str) -> None:
    with pytest.raises(BadInput) as wrong:
        of_toml(raw, "one.jpg.toml")
    assert words in str(wrong.value)
    assert wrong.value.where == "one.jpg.toml"


def test_a_table_says_so_of_many() -> None:
    raw = "\ufefffile,time,camera,latitude,longitude,time_zone\r\none.jpg,2026-03-02T09:30:00,,32.7,-115.5,\r\n"
    raw += 'two.jpg,,"EC, north",,,UTC\r\n'
    assert of_csv(raw.encode(), "photographs.csv") == {
        "one.jpg": Stated(time="2026-03-02T09:30:00", latitude=32.7, longitude=-115.5),
        "two.jpg": Stated(camera="EC, north", time_zone="UTC"),
    }


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b"name,time\none.jpg,\n", "photographs.csv"),
        (b"file,time\none.jpg,\none.jpg,\n", "photographs.csv, line 3"),
        (b"file,latitude\none.jpg,north\n", "photographs.csv, line 2"),
        (b"file,time\n,2026-03-02T09:30:00\n", "photographs.csv, line 2"),
        (b"file,time\none.jpg,a,b\n", "photographs.csv, line 2"),
        (b"file\n\xff\n", "photographs.csv"),
        (b"file,camera\none.jpg,EC\0\n", "photographs.csv, line 2"),
        (b"file,camera\none\0.jpg,EC\n", "photographs.csv, line 2"),
        (b"file,cam\0era\none.jpg,EC\n", "photographs.csv, line 2"),
    ],
)
def test_a_table_that_can_not_be_meant_is_named_with_its_line(raw: bytes, where: str) -> None:
    with pytest.raises(BadInput) as wrong:
        of_csv(raw, "photographs.csv")
    assert wrong.value.where == where
