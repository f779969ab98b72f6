"""An answer whose rows are made of reads (464.5): vehicles that went along, places, rates."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.client.answer import Answer


@dataclass(frozen=True, slots=True)
class Findings(Answer):
    """As ``Answer``, but a row is one of ``rows``, and ``head.count`` reads stand behind all of them."""

    rows: str = "rows"

    @property
    def _drawn(self) -> list[str]:
        """The columns that are drawn: everything but lists."""
        return [name for name, kind in self.frame.schema.items() if not kind.is_nested()]

    @property
    def summary(self) -> str:
        """One sentence: what was found, from how many reads, in which store, and where it is recorded."""
        return f"{self.frame.height:,} {self.rows} from {self.head.total:,} reads{self.store}; {self.cited}."
