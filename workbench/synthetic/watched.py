"""A hotlist of invented vehicles, and the reads of a demonstration that meet it (464.4.1, 464.7(g)).

One is the very plate, one a camera's B for an 8, one a camera that is not sure; some are met by nobody.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from workbench.synthetic.agency import SCHEMA
from workbench.synthetic.export import to_csv
from workbench.synthetic.places import cameras


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry: ``since`` is days before the last read, ``left`` days from the list's first day until it expires."""

    plate: str
    state: str
    reason: str
    case_number: str
    since: int
    left: int
    note: str = ""


LISTED = (
    Listed("8RTX417", "CA", "Stolen vehicle", "26-04821", 2, 60, "Silver Honda Accord, dent in the left rear door"),
    Listed("6WKB902", "CA", "Vehicle of a felony: armed robbery", "26-04790", 4, 30, "Occupants may be armed"),
    Listed("5JTN716", "CA", "Missing person at risk", "26-04833", 1, 14, "Driver is 81 and needs medicine daily"),
    Listed("BTC4182", "", "Stolen plate", "26-04655", 9, 60, "Only the front plate is missing"),
    Listed("8MKU352", "CA", "Vehicle of a felony: burglary", "26-04702", 6, 30, "Seen near two houses on Aurora Drive"),
    Listed("7GHN655", "CA", "Stolen vehicle", "26-04417", 21, 60),
    Listed("4SDR118", "CA", "Stolen vehicle", "26-04388", 24, 60),
    Listed("5XLT430", "CA", "Warrant: driver", "26-03975", 40, 5, "Ask the warrants desk whether it still stands"),
    Listed("ZNA4471", "AZ", "Stolen vehicle", "26-04560", 13, 60, "By request of Yuma Police Department"),
    Listed("8JCP267", "CA", "Vehicle of a felony: hit and run", "26-04611", 11, 3, "White van, broken right headlamp"),
)


@dataclass(frozen=True, slots=True)
class _Met:
    """A read: ``hours`` before the last one, as the camera read it."""

    hours: float
    camera: str
    plate: str
    state: str
    confidence: float
    make: str
    model: str
    body_type: str
    colour: str
    year: int
    direction: str


_ACCORD = ("Honda", "Accord", "sedan", "silver", 2017)
_MET = (
    _Met(3.4, "EC-03", "8RTX417", "CA", 0.97, *_ACCORD, "S"),
    _Met(2.9, "EC-15", "8RTX417", "CA", 0.95, *_ACCORD, "E"),
    _Met(7.2, "CX-01", "6WK8902", "CA", 0.9, "Ford", "Explorer", "suv", "black", 2019, "S"),
    _Met(11.1, "BR-02", "5JTN716", "CA", 0.74, "Toyota", "Corolla", "sedan", "gold", 2006, "N"),
    _Met(26.6, "BX-01", "BTC4182", "MX-BCN", 0.94, "Nissan", "Versa", "sedan", "grey", 2018, "N"),
)


def hotlist(until: datetime, today: date) -> bytes:
    """The list as our own CSV; its entries expire counted from ``today``, so that none has at the start."""
    file = io.StringIO(newline="")
    lines = csv.writer(file)
    lines.writerow(["plate", "state", "reason", "case_number", "entry_date", "expiry", "note"])
    for entry in LISTED:
        since, left = until.date() - timedelta(days=entry.since), today + timedelta(days=entry.left)
        lines.writerow([entry.plate, entry.state, entry.reason, entry.case_number, since, left, entry.note])
    return file.getvalue().encode()


def reads(until: datetime) -> bytes:
    """The reads that meet it, as our own CSV."""
    places = cameras().select("camera", "latitude", "longitude")
    rows = [
        {
            "time": until - timedelta(hours=met.hours),
            "plate": met.plate,
            "state": met.state,
            "confidence": met.confidence,
            "camera": met.camera,
            "direction": met.direction,
            "make": met.make,
            "model": met.model,
            "colour": met.colour,
            "body_type": met.body_type,
            "vehicle_year": met.year,
            "candidates": [],
        }
        for met in _MET
    ]
    placed = pl.DataFrame(rows).join(places, on="camera", how="left", maintain_order="left")
    return to_csv(placed.select(pl.col(name).cast(of) for name, of in SCHEMA.items()))
