"""How photographs are read (464.7(d)), and when a reading may become a hit by itself (464.7(g))."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictFloat, StrictInt

from workbench.policy.sections import Section
from workbench.settings.parts import Part, key

Share = Annotated[StrictFloat, Field(ge=0, le=1)]


class Ocr(Part):
    """Reading plates in photographs that are handed in (464.7(d))."""

    engine: Literal["auto", "rapidocr", "easyocr"] = key(
        "auto", "auto, rapidocr or easyocr; auto takes the first that can be used (`workbench models status`)."
    )
    profile: Literal["thorough", "fast"] = key("thorough", "thorough, or fast: one look at half the size.")
    region: Literal["us", "eu", "br", "mx", "any"] = key(
        "us", "Whose serials the plates have, where a batch doesn't say: us, eu, br, mx, or any."
    )
    processes: StrictInt = key(
        2, "Photographs that are read at a time; each takes a core, and up to 1.4 GB while it is read.", ge=1, le=64
    )
    least: Share = key(0.1, "A line of text is taken for a plate when its best reading is at least this likely.")
    sure: Annotated[StrictFloat, Field(ge=0.9, le=1)] = key(
        0.95,
        "How sure a reading must be to be matched with hotlists by itself; others wait until a person has looked.\n"
        "May be set stricter, never below 0.9.",
        Section.VERIFY_FIRST,
    )
