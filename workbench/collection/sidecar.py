"""The terms of a dropped file: ``<name>.toml`` beside it, or ``offer.toml`` for its folder (464.7.1(a)).

    provenance = "public_road"            # public_road, public_place or court_order
    court_order = ""                      # its number, with court_order
    camera = "EC-04"                      # for formats that name none
    latitude = 32.7920
    longitude = -115.5631
    time_zone = "America/Los_Angeles"     # for times without an offset
    format = "genetec-csv"                # optional, of reads
    region = "us"                         # optional, of photographs
    time = 2026-03-02T17:30:00-08:00      # of one photograph or video that tells none

The folder's name is the source, so it can't be stated here.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from workbench.collection.intake import plain_file
from workbench.errors import BadInput
from workbench.wire.base import Message
from workbench.wire.ingest import BatchOffer
from workbench.wire.photographs import PhotographOffer
from workbench.wire.stated import Stated, demand_no_nul, stated

TERMS = ".toml"
DONE = ".done"
_MOST = 64 << 10
_OURS = frozenset({"name", "source"})
_OF_READS = frozenset(BatchOffer.model_fields) - _OURS
_OF_PHOTOGRAPHS = (frozenset(PhotographOffer.model_fields) | {"time"}) - _OURS
_Terms = TypeVar("_Terms", bound=Message)


def offer_for(folder: Path, path: Path) -> BatchOffer:
    """The offer for a file of a source's folder. Raises ``BadInput`` when its terms are missing or can't be read."""
    terms = _beside(folder, path)
    return _offer(BatchOffer, _stated(terms, _OF_READS), terms, folder, path)


def photograph_offer_for(folder: Path, path: Path) -> tuple[PhotographOffer, Stated | None]:
    """The same for a photograph, an archive or a video, and the time that its own sidecar states."""
    terms = _beside(folder, path)
    said = _stated(terms, _OF_PHOTOGRAPHS)
    time = said.pop("time", None)
    offer = _offer(PhotographOffer, said, terms, folder, path)
    return offer, None if time is None else stated({"time": time}, terms.name)


def _beside(folder: Path, path: Path) -> Path:
    for terms in (path.with_name(path.name + TERMS), folder / (path.name + TERMS), folder / "offer.toml"):
        if terms.is_symlink() or terms.exists():
            return terms
    raise BadInput(
        "No terms came with the file, so its provenance is not known.",
        how=f"Put {path.name[:100]}{TERMS}, or offer.toml for the whole folder, there before the file.",
        section="464.7.1(a)",
    )


def _stated(terms: Path, known: frozenset[str]) -> dict[str, Any]:
    with plain_file(terms) as stream:
        raw = stream.read(_MOST + 1)
    try:
        said = tomllib.loads(raw[:_MOST].decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput(f"The terms are no TOML: {error}.", where=terms.name, how="See docs/formats.md.") from None
    demand_no_nul(said, terms.name)
    unknown = sorted(set(said) - known)
    if unknown or len(raw) > _MOST:
        raise BadInput(
            f"The terms have a key that is not known: {', '.join(unknown)[:200]}.",
            where=terms.name,
            how=f"Known are {', '.join(sorted(known))}; the source is the folder's name.",
        )
    return said


def _offer(kind: type[_Terms], said: Mapping[str, Any], terms: Path, folder: Path, path: Path) -> _Terms:
    name = os.fsencode(path.name).decode("utf-8", "replace")
    try:
        return kind.model_validate({**said, "source": folder.name, "name": name[:200]})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"The terms are not right: {key}: {first['msg']}.", where=terms.name) from None
