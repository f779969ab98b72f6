"""Asking for the images of reads (464.5, 464.10): by the read, under a purpose, never by a digest or a file's name.

The answer is a table (``wire.frame``) of ``read_id``, ``media`` (its MIME type) and ``image`` (the bytes).
"""

from __future__ import annotations

from pydantic import Field

from workbench.wire.base import Context, Message, Short
from workbench.wire.photographs import ImageKind

MOST = 100
"""Crops and thumbnails of one call."""


class ImagesAsked(Message):
    """Images of these reads: one photograph as it was given, or many crops or thumbnails."""

    purpose_id: Short = ""
    """The purpose that this look rests on (464.5(4))."""
    read_ids: list[Short] = Field(min_length=1, max_length=MOST)
    kind: ImageKind
    context: Context = Context()
