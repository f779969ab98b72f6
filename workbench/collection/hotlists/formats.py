"""Which format a list speaks (464.7(g)): told from its first lines, held against the name it was offered under."""

from __future__ import annotations

from typing import BinaryIO

from workbench.collection import text
from workbench.collection.hotlists import ca_doj, genetec, ncic, own
from workbench.collection.hotlists.entry import Adapter
from workbench.errors import BadInput, FormatError
from workbench.wire.hotlists import HOTLIST_FORMATS

ADAPTERS: dict[str, Adapter] = {
    "csv": own.read,
    "ca-doj": ca_doj.read,
    "ncic": ncic.read,
    "genetec": genetec.read,
}


def demand_known(name: str | None) -> None:
    """Return when it is a format, or none is named; else raise ``BadInput``."""
    if name is not None and name not in ADAPTERS:
        raise BadInput(
            f"'{name[:40]}' is no format of a hotlist.",
            where="format",
            how=f"Name one of {', '.join(ADAPTERS)}, or none: it is then recognised from the content.",
        )


def choose(stream: BinaryIO, named: str | None) -> str:
    """The name of the format of a stream, which is rewound.

    Raises ``FormatError`` when the content speaks another format than the named one, or none that is known.
    """
    demand_known(named)
    found = _recognised(stream)
    if named is None and found is None:
        raise FormatError(
            "The format of the list is not recognised.",
            how=f"Name it, or hand over one of: {'; '.join(HOTLIST_FORMATS.values())} (docs/formats.md).",
        )
    if named is not None and found not in (None, named):
        raise FormatError(
            f"The list was offered as {HOTLIST_FORMATS[named]}, but it looks like {HOTLIST_FORMATS[str(found)]}.",
            how=f"Offer it as '{found}', or leave the format out.",
        )
    return named or str(found)


def _recognised(stream: BinaryIO) -> str | None:
    start = text.head(stream)
    if not start.strip():
        raise FormatError("The list is empty.", how="To end a list, retire it.")
    first, _, rest = start.partition(b"\n")
    head = text.decode(first, 1, 0).rstrip("\r")
    second = rest.partition(b"\n")[0].decode("utf-8", "replace").rstrip("\r")
    if ca_doj.recognised(head):
        return "ca-doj"
    if ncic.recognised(head, second):
        return "ncic"
    if genetec.recognised(head):
        return "genetec"
    return "csv" if own.recognised(head) else None
