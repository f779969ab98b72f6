"""A dozen photographs of a demonstration, packed as they are handed in (464.4.1, 464.7(g)): half of them hard to read.

Each stands in the archive's table with its camera, place and time. The same ``until`` gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import datetime, timedelta

from workbench.synthetic.pictures import Car, photograph
from workbench.synthetic.places import cameras
from workbench.wire.stated import TABLE

PICTURED: tuple[tuple[float, str, Car], ...] = (
    (2.3, "EC-16", Car("8RTX417", "silver", near=0.9, aside=-0.05)),
    (4.1, "EC-01", Car("5KJM208", "white", near=0.8, turn=3)),
    (5.6, "IM-02", Car("8MKU352", "silver", near=0.7, blur=2.6, light=0.35)),
    (6.2, "EC-07", Car("8WFP593", "blue", near=0.7, aside=0.1)),
    (8.8, "CX-02", Car("6BZD150", "green", near=0.33, blur=1.6)),
    (11.5, "EC-10", Car("9LNE724", "white", near=0.42, smear=9, light=0.7)),
    (13.0, "BR-02", Car("7HYC036", "red", near=0.85, turn=-4, light=0.7)),
    (15.9, "BR-01", Car("7LBR461", "black")),
    (20.4, "HE-01", Car("6GSV905", "grey", near=0.33, light=0.25, blur=0.8)),
    (26.7, "BX-01", Car("BTC4182", "grey", near=0.8)),
    (30.2, "EC-11", Car("4DPQ681", "blue", near=0.25, aside=0.12, blur=1.2)),
    (33.5, "I8-02", Car("6CXD509", "white", near=0.29, blur=1.1)),
)
"""Hours before the last read, the camera, and what stood before it."""


def archive(until: datetime, pictured: Iterable[tuple[float, str, Car]]) -> bytes:
    """The zip archive: photographs and the table that says when, where and by which camera each was taken."""
    places = {row["camera"]: row for row in cameras().iter_rows(named=True)}
    table, file = io.StringIO(newline=""), io.BytesIO()
    lines = csv.writer(table)
    lines.writerow(["file", "time", "camera", "latitude", "longitude"])
    with zipfile.ZipFile(file, "w") as packed:
        for number, (hours, camera, car) in enumerate(pictured, 1):
            name = f"{camera}-{number:02}.jpg"
            time = (until - timedelta(hours=hours)).isoformat(timespec="seconds")
            lines.writerow([name, time, camera, places[camera]["latitude"], places[camera]["longitude"]])
            packed.writestr(zipfile.ZipInfo(name), photograph(car))  # dated 1980, so that the bytes stay the same
        packed.writestr(zipfile.ZipInfo(TABLE), table.getvalue())
    return file.getvalue()
