"""Whether a search and its reads lie within what a release was approved for (464.9, 464.11)."""

from __future__ import annotations

from functools import reduce
from operator import or_

import polars as pl

from workbench.errors import BadInput
from workbench.plates.explain import explain
from workbench.plates.pattern import Pattern, parse
from workbench.store.areas import in_scene
from workbench.store.sightings import Scene
from workbench.wire.export import Asked
from workbench.wire.movement import CanvassSearch, VehicleSearch
from workbench.wire.search import Window
from workbench.wire.sharing import Bounds

_NAMES = ("plate", "resolved_plate")


def check(bounds: Bounds) -> None:
    """``BadInput`` for bounds that bound nothing: no time, no plate that is one, neither plate nor place nor camera."""
    if bounds.window.end <= bounds.window.start:
        raise _wrong("The time asked for ends before it starts.", "window", "Give an end that is later than the start.")
    if not (bounds.plates or bounds.area or bounds.cameras):
        how = "Name plates, a place or cameras, as the writing does; ask the agency when it doesn't."
        raise _wrong("The request asks for everybody's reads of that time.", "plates", how)
    patterns(bounds)


def patterns(bounds: Bounds) -> list[Pattern]:
    """The plates asked for; ``BadInput`` for what is none."""
    try:
        return [parse(text) for text in bounds.plates]
    except BadInput as error:
        error.where = "plates"
        raise


def beyond(bounds: Bounds, query: Asked) -> str:
    """What a search asks for more than the request, in words, as far as that can be told before it is made."""
    windows = [scene.window for scene in query.scenes] if isinstance(query, CanvassSearch) else [query.window]
    if not all(_within(bounds.window, window) for window in windows):
        return "the search looks at another time"
    if bounds.plates and not _asks_plates(patterns(bounds), query):
        return "the search looks for other plates"
    return ""


def outside(bounds: Bounds, reads: pl.DataFrame) -> int:
    """How many reads lie outside; one without a place lies outside of any."""
    inside = in_scene(Scene(bounds.window, bounds.area), reads)
    if bounds.cameras:
        named = {camera.casefold() for camera in bounds.cameras}
        inside &= reads["camera"].fill_null("").str.to_lowercase().is_in(named)
    if bounds.plates:
        fitting = patterns(bounds)
        plates = {plate for name in _NAMES if name in reads.columns for plate in reads[name].drop_nulls()}
        fit = [plate for plate in plates if any(explain(each, plate) for each in fitting)]
        inside &= reduce(or_, (reads[name].is_in(fit).fill_null(False) for name in _NAMES if name in reads.columns))
    return len(reads) - int(inside.sum())


def _within(outer: Window, inner: Window | None) -> bool:
    return inner is not None and outer.start <= inner.start and inner.end <= outer.end


def _asks_plates(asked: list[Pattern], query: Asked) -> bool:
    if isinstance(query, CanvassSearch):
        return False
    try:
        pattern = parse(query.plate if isinstance(query, VehicleSearch) else query.pattern)
    except BadInput:
        return False
    whole = pattern.text.isalnum()
    return any(pattern.text == each.text or (whole and explain(each, pattern.text)) for each in asked)


def _wrong(message: str, where: str, how: str) -> BadInput:
    return BadInput(message, where=where, how=how, section="464.11")
