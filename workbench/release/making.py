"""From reads to the bytes of a file (464.9): one small module a format, chosen here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from workbench.mapping.assets import Assets, installed
from workbench.release.csvfile import csv_of
from workbench.release.package import Seal, package_of
from workbench.release.stamp import Stamp
from workbench.wire.export import Format

_ENDINGS = {Format.EVIDENCE: "zip", Format.MAP: "html"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to make: ``query`` is the message as it was asked; ``images`` are crops by the read's id.

    ``assets`` finds the map's libraries.
    """

    format: Format
    paper: str
    query: Mapping[str, Any]
    seal: Seal
    images: Mapping[str, bytes] = field(default_factory=dict)
    assets: Callable[[], Assets] = installed

    def made(self, stamp: Stamp, reads: pl.DataFrame) -> bytes:
        """The file; the same reads, stamp and seal give the same bytes. ``BadInput`` when they don't fit into one."""
        # What writes these takes from a third of a second to a whole one to load: the service starts without.
        match self.format:
            case Format.CSV:
                return csv_of(stamp, reads)
            case Format.XLSX:
                from workbench.release.xlsxfile import xlsx_of

                return xlsx_of(stamp, reads)
            case Format.PDF:
                from workbench.release.pdffile import pdf_of

                return pdf_of(stamp, reads, self.images, self.paper)
            case Format.MAP:
                from workbench.release.mapfile import map_of

                return map_of(stamp, reads, self.query, self.assets())
            case Format.EVIDENCE:
                return package_of(stamp, reads, self.images, self.query, self.seal)


def name_of(record: int, chosen: Format) -> str:
    """A file's name: it says under which record it was made, and nothing of what is in it."""
    return f"reads-record-{record}.{_ENDINGS.get(chosen, chosen.value)}"
