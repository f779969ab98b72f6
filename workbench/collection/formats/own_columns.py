"""The quick way through our own CSV: whole columns at a time, and only lines that leave no doubt (464.9).

Each rule here is narrower than the one of ``values`` for the same field: what both accept, they read alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from workbench.collection import values
from workbench.collection.frames import PARSED_SCHEMA
from workbench.collection.reading import CANDIDATES, Ground
from workbench.collection.regions import region
from workbench.errors import BadInput

_TIME = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:[0-5]\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$"
_TEXT = r"^([!-~]([ -~]{0,198}[!-~])?)?$"
_NUMBER = r"^[+-]?\d{1,3}(\.\d{1,20})?$"
_SURE = r"(0(\.\d{1,9})?|1(\.0{1,9})?)"
_OTHERS = rf"^([A-Z0-9]{{1,10}}:{_SURE}(;[A-Z0-9]{{1,10}}:{_SURE}){{0,{CANDIDATES - 1}}})?$"

_WORDS: dict[str, Callable[[str], Any]] = {
    "state": region,
    "direction": values.direction,
    "make": values.make,
    "model": values.model,
    "colour": values.colour,
    "body_type": lambda cell: values.word(cell, "body type"),
    "vehicle_year": values.year,
}
"""Columns with few distinct values: each value is read once, by the same function as on the slow way."""


def certain(numbered: pl.DataFrame, names: list[str], ground: Ground) -> pl.DataFrame:
    """Lines that are reads beyond doubt, with the columns of a read; ``numbered`` has ``line`` and ``given``."""
    plain = numbered.filter(
        ~pl.col("given").str.contains('"', literal=True)
        & (pl.col("given").str.count_matches(",", literal=True) == len(names) - 1)
    )
    cells = plain.select("line", pl.col("given").str.split_exact(",", len(names) - 1).struct.rename_fields(names))
    cells = cells.unnest("given").with_columns(pl.lit("").alias(name) for name in _absent(names))
    for name, read in _WORDS.items():
        cells = _mapped(cells, name, read)
    return _checked(cells, ground)


def reads(found: pl.DataFrame) -> pl.DataFrame:
    """The columns that an adapter knows, without the line."""
    return found.select(PARSED_SCHEMA.names())


def _absent(names: list[str]) -> list[str]:
    return [name for name in PARSED_SCHEMA.names() if name not in (*names, "plate_as_given")]


def _mapped(cells: pl.DataFrame, name: str, read: Callable[[str], Any]) -> pl.DataFrame:
    """The column in its proper form, without the lines whose value can't be read."""
    good: dict[str, Any] = {}
    for cell in cells[name].unique().to_list():
        try:
            good[cell] = read(cell)
        except BadInput:
            continue
    kept = cells.filter(pl.col(name).is_in(list(good)))
    kind = PARSED_SCHEMA[name]
    if not good:
        return kept.with_columns(pl.lit(None, kind).alias(name))
    old, new = pl.Series(list(good), dtype=pl.String), pl.Series(list(good.values()), dtype=kind, strict=False)
    return kept.with_columns(pl.col(name).replace_strict(old, new, return_dtype=kind))


def _checked(cells: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    typed = cells.with_columns(
        time=_moment(),
        plate_as_given=pl.col("plate"),
        confidence=_number("confidence"),
        latitude=_number("latitude"),
        longitude=_number("longitude"),
        silent=(pl.col("latitude") == "") & (pl.col("longitude") == ""),
        unsure=pl.col("confidence") == "",
    )
    camera = ground.camera.strip()
    sound = typed.filter(
        pl.col("time").is_between(values.OLDEST, ground.now + values.AHEAD)
        & pl.col("plate").str.contains("^[A-Z0-9]{1,10}$")
        & pl.col("camera").str.contains(_TEXT)
        & (pl.col("camera").ne("") | pl.lit(bool(camera)))
        & pl.col("vendor_id").str.contains(_TEXT)
        & pl.col("candidates").str.contains(_OTHERS)
        & (pl.col("unsure") | pl.col("confidence").is_between(0, 1))
        & ((pl.col("silent") & pl.lit(ground.latitude is not None)) | _somewhere())
    )
    return sound.with_columns(
        pl.col("confidence").cast(pl.Float32),
        camera=pl.when(pl.col("camera") == "").then(pl.lit(camera)).otherwise("camera"),
        latitude=pl.when("silent").then(pl.lit(ground.latitude, pl.Float64)).otherwise("latitude"),
        longitude=pl.when("silent").then(pl.lit(ground.longitude, pl.Float64)).otherwise("longitude"),
        vendor_id=pl.when(pl.col("vendor_id") != "").then("vendor_id"),
        candidates=_candidates(),
    ).select("line", *PARSED_SCHEMA.names())


def _moment() -> pl.Expr:
    iso = pl.col("time").str.replace(" ", "T", literal=True)
    read = iso.str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False)
    return pl.when(pl.col("time").str.contains(_TIME)).then(read)


def _number(name: str) -> pl.Expr:
    return pl.when(pl.col(name).str.contains(_NUMBER)).then(pl.col(name)).cast(pl.Float64, strict=False)


def _somewhere() -> pl.Expr:
    """A place on earth that is none of those which cameras without a position send."""
    latitude, longitude = pl.col("latitude"), pl.col("longitude")
    nowhere = (latitude == longitude) & latitude.is_in([0.0, -1.0])
    return latitude.is_between(-90, 90) & longitude.is_between(-180, 180) & ~nowhere


def _candidates() -> pl.Expr:
    pair = pl.element().str.split_exact(":", 1)
    one = pl.struct(
        pair.struct.field("field_0").alias("plate"),
        pair.struct.field("field_1").cast(pl.Float32, strict=False).alias("confidence"),
    )
    empty = pl.lit([], dtype=PARSED_SCHEMA["candidates"])
    found = pl.col("candidates").str.split(";").list.eval(one)
    return pl.when(pl.col("candidates") == "").then(empty).otherwise(found).cast(PARSED_SCHEMA["candidates"])
