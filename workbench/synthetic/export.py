"""Chunks of the synthetic agency as files that come in by the front door: our own CSV, Rekor JSON, Genetec CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path

import numpy as np
import polars as pl

from workbench.synthetic.chance import mix
from workbench.synthetic.places import COMPASS

FILE = 1_000_000
"""Reads of one file."""


class Form(StrEnum):
    """What the generator writes, by the names of the formats that are taken in."""

    CSV = "csv"
    REKOR = "rekor"
    GENETEC = "genetec-csv"


Writer = Callable[[pl.DataFrame, int], bytes]
"""The bytes of a chunk that begins with this read of its file; the first brings the header."""


def write_files(
    chunks: Iterable[pl.DataFrame], folder: Path, form: Form = Form.CSV, stem: str = "reads", rows: int = FILE
) -> Iterator[Path]:
    """Write files of about ``rows`` reads, ``<stem>-0001.csv`` ...; each gets its name when it is complete."""
    folder.mkdir(parents=True, exist_ok=True)
    suffix, write = _FORMS[form]
    for number, part in enumerate(_files(chunks, rows), 1):
        path = folder / f"{stem}-{number:04}.{suffix}"
        unfinished = path.with_name(path.name + ".part")
        written = 0
        with unfinished.open("wb") as file:
            for chunk in part:
                file.write(write(chunk, written))
                written += len(chunk)
        yield unfinished.replace(path)


def _files(chunks: Iterable[pl.DataFrame], rows: int) -> Iterator[list[pl.DataFrame]]:
    held: list[pl.DataFrame] = []
    for chunk in chunks:
        held.append(chunk)
        if sum(map(len, held)) >= rows:
            yield held
            held = []
    if held:
        yield held


def own_columns(chunk: pl.DataFrame) -> pl.DataFrame:
    """The cells of our own CSV: times in ISO 8601 with ``Z``, candidates as ``plate:confidence;...``."""
    pair = pl.format(
        "{}:{}",
        pl.element().struct.field("plate"),
        pl.element().struct.field("confidence").cast(pl.Float64).round(4).cast(pl.Decimal(6, 4)),
    )
    return chunk.with_columns(
        pl.col("time").dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"),
        pl.col("confidence").cast(pl.Float64).round(4),
        pl.when(pl.col("candidates").list.len() > 0).then(pl.col("candidates").list.eval(pair).list.join(";")),
    )


def to_csv(chunk: pl.DataFrame, first: int = 0) -> bytes:
    """Our own CSV (docs/formats.md)."""
    return own_columns(chunk).write_csv(include_header=first == 0).encode()


def to_rekor(chunk: pl.DataFrame, first: int = 0) -> bytes:
    """JSON lines of ``alpr_group``; it goes read by read, so a million take a minute and not a second."""
    lines = [json.dumps(_group(number, row)) for number, row in enumerate(chunk.iter_rows(named=True), first)]
    return "".join(f"{line}\n" for line in lines).encode()


def _group(number: int, row: dict[str, object]) -> dict[str, object]:
    epoch = int(row["time"].timestamp() * 1000 + 0.5)  # type: ignore[attr-defined]
    uuid = f"SYNTHETIC-{row['camera']}-{epoch}-{number}"
    state = str(row["state"]).lower()
    return {
        "data_type": "alpr_group",
        "camera_id": row["camera"],
        "best_plate_number": row["plate"],
        "best_confidence": _percent(row["confidence"]),
        "best_region": state if "-" in state else f"us-{state}",
        "best_uuid": uuid,
        "epoch_start": epoch,
        "epoch_end": epoch + 900,
        "gps_latitude": row["latitude"],
        "gps_longitude": row["longitude"],
        "travel_direction": _degrees(row["direction"]),
        "candidates": [
            {"plate": item["plate"], "confidence": _percent(item["confidence"])}
            for item in row["candidates"]  # type: ignore[attr-defined]
        ],
        "vehicle": {
            name: [{"name": guess, "confidence": 90.0}]
            for name, guess in (
                ("make", row["make"]),
                ("make_model", f"{row['make']}_{row['model']}"),
                ("color", row["colour"]),
                ("body_type", row["body_type"]),
                ("year", str(row["vehicle_year"])),
            )
        },
        "uuids": [uuid],
    }


def _percent(share: object) -> float:
    return round(100 * float(share), 2)  # type: ignore[arg-type]


def _degrees(point: object) -> float | None:
    """A compass point as the vendor gives it."""
    return 45.0 * COMPASS.index(str(point)) if point else None


def to_genetec(chunk: pl.DataFrame, first: int = 0) -> bytes:
    """Semicolon-delimited CSV with Genetec's columns."""
    cells = chunk.select(
        Plate="plate",
        State="state",
        UTCDate=pl.col("time").dt.strftime("%Y:%m:%d"),
        UTCTime=pl.col("time").dt.strftime("%H:%M:%S%.3f"),
        CameraName="camera",
        Guid=_guids(chunk),
        LongitudeX="longitude",
        LatitudeY="latitude",
        ConfidenceScore=(pl.col("confidence").cast(pl.Float64) * 100).round(1),
    )
    return cells.write_csv(separator=";", include_header=first == 0).encode()


def _guids(chunk: pl.DataFrame) -> pl.Series:
    """A UUID of version 8 (RFC 9562) for each read: the same in whichever file it stands, another for another read."""
    words = (np.array(chunk[name].to_list(), "S16").view(np.uint64).reshape(-1, 2).T for name in ("plate", "camera"))
    first = mix(chunk["time"].dt.epoch("us").to_numpy(), *(half for word in words for half in word))
    halves = zip(first.tolist(), mix(first, 1).tolist(), strict=True)
    digits = (f"{one:016x}{two:016x}" for one, two in halves)
    told = [f"{hexed[:8]}-{hexed[8:12]}-8{hexed[13:16]}-8{hexed[17:20]}-{hexed[20:]}" for hexed in digits]
    return pl.Series(told, dtype=pl.String)


_FORMS: dict[Form, tuple[str, Writer]] = {
    Form.CSV: ("csv", to_csv),
    Form.REKOR: ("jsonl", to_rekor),
    Form.GENETEC: ("csv", to_genetec),
}
"""The suffix of the files, and how a chunk is written."""
