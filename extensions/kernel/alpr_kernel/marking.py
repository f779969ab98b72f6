"""Which records an output rests on (464.10), told with the output, so that the stub in a saved notebook names them.

With them go their receipts (464.5), as far as they are still at hand.

An answer tells its own. A frame that code printed, a chart, a map or a trace of calls does not know: with it go the
records that had arrived until then. Text and errors have no place for that; an output that nothing draws goes after.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbench.client.released import cited
from workbench.wire.log import RECORD_MEDIA_TYPE

DRAWN = frozenset({"display_data", "execute_result", "update_display_data"})
BARE = frozenset({"stream", "error"})


class Marks:
    """Of the outputs of one kernel: an output names what arrived while its cell ran, else all that arrived so far."""

    def __init__(self) -> None:
        self._cell = ""
        self._before = 0
        self._marked: tuple[str, int] | None = None

    def marked(self, content: dict[str, Any], cell: str, arrived: Sequence[int]) -> dict[str, Any]:
        """An output with its mark, unless it has one or nothing arrived yet."""
        named = self._named(cell, arrived)
        data, metadata = content.get("data") or {}, content.get("metadata") or {}
        if not named or RECORD_MEDIA_TYPE in data or RECORD_MEDIA_TYPE in metadata:
            return content
        return {**content, "metadata": {**metadata, RECORD_MEDIA_TYPE: cited(named)}}

    def after(self, cell: str, arrived: Sequence[int]) -> dict[str, Any] | None:
        """What is to be sent after a text or an error; None when nothing arrived, or it was sent already."""
        named = self._named(cell, arrived)
        if not named or self._marked == (cell, len(arrived)):
            return None
        self._marked = cell, len(arrived)
        return {"data": {RECORD_MEDIA_TYPE: cited(named)}, "metadata": {}, "transient": {}}

    def begin(self, cell: str, arrived: Sequence[int]) -> None:
        """A cell begins to run."""
        self._cell, self._before = cell, len(arrived)

    def _named(self, cell: str, arrived: Sequence[int]) -> list[int]:
        new = arrived[self._before :] if cell == self._cell else ()
        return list(new or arrived)
