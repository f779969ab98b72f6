"""The terms of a dropped file: ``<name>.toml`` beside it, or ``offer.toml`` for its folder (464.7.1(a)).

    provenance = "public_road"            # public_road, public_place or court_order
    court_order = ""                      # its number, with court_order
    camera = "EC-04"                      # for formats that name none
    latitude = 32.7920
    longitude = -115.5631
    time_zone = "America/Los_Angeles"     # for times without an offset
    format = "genetec-csv"                # optional

The folder's name is the source, so it can't be stated here.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from pydantic import ValidationError

from workbench.collection.intake import plain_file
from workbench.errors import BadInput
from workbench.wire.ingest import BatchOffer

TERMS = ".toml"
DONE = ".done"
_MOST = 64 << 10
_STATED = frozenset(BatchOffer.model_fields) - {"name", "source"}


def offer_for(folder: Path, path: Path) -> BatchOffer:
    """The offer for a file of a source's folder. Raises ``BadInput`` when its terms are missing or can't be read."""
    for terms in (path.with_name(path.name + TERMS), folder / (path.name + TERMS), folder / "offer.toml"):
        if terms.is_symlink() or terms.exists():
            return _offer(terms, folder.name, os.fsencode(path.name).decode("utf-8", "replace"))
    raise BadInput(
        "No terms came with the file, so its provenance is not known.",
        how=f"Put {path.name[:100]}{TERMS}, or offer.toml for the whole folder, there before the file.",
        section="464.7.1(a)",
    )


def _offer(terms: Path, source: str, name: str) -> BatchOffer:
    with plain_file(terms) as stream:
        raw = stream.read(_MOST + 1)
    try:
        stated = tomllib.loads(raw[:_MOST].decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput(f"The terms are no TOML: {error}.", where=terms.name, how="See docs/formats.md.") from None
    unknown = sorted(set(stated) - _STATED)
    if unknown or len(raw) > _MOST:
        raise BadInput(
            f"The terms have a key that is not known: {', '.join(unknown)[:200]}.",
            where=terms.name,
            how=f"Known are {', '.join(sorted(_STATED))}; the source is the folder's name.",
        )
    try:
        return BatchOffer.model_validate({**stated, "source": source, "name": name[:200]})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"The terms are not right: {key}: {first['msg']}.", where=terms.name) from None
