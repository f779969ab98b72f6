"""Taking the answer of a search out as a file (464.5, 464.9, 464.11): what is recorded of it before it goes out.

The search is made afresh under a receipt of its own. The file is made before the result record, which holds its
SHA-256, size and format beside the identifiers of the reads: a file that turns up is matched to its record by them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

import polars as pl

from workbench.errors import BadInput
from workbench.policy.decision import Decision, allow
from workbench.policy.exports import ExportFacts, ExportLimits, decide_export
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.release.making import Wanted, name_of
from workbench.release.stamp import Stamp
from workbench.store.receipt import Receipt
from workbench.wire.export import Format

ACTION = "export.reads"


class Seen(Protocol):
    """What a search found."""

    @property
    def table(self) -> pl.DataFrame:
        """The reads."""
        ...

    @property
    def total(self) -> int:
        """How many fit."""
        ...


Stamped = Callable[[Receipt, Seen], Stamp]
"""The stamp of an answer that was admitted under this receipt."""
Crops = Callable[[Receipt, Sequence[str]], Mapping[str, bytes]]
"""The images of plates by the ids of their reads, for those that a photograph is kept of."""
_WITH_CROPS = frozenset({Format.PDF, Format.EVIDENCE})


@dataclass(frozen=True, slots=True)
class Under:
    """What a file rests on besides its purpose: another agency's request, a number of the evidence room."""

    release: int | None = None
    to: str = ""
    """The agency and person that it is for, and the permitted use, in words."""
    evidence: str = ""
    decision: Decision = field(default_factory=lambda: allow(Section.RELEASE))
    """Whether the request may be fulfilled now, by this search."""
    weigh: Callable[[pl.DataFrame], Decision] = lambda _reads: allow(Section.RELEASE)
    """Whether exactly these reads may go out under it."""

    def elements(self) -> dict[str, Any]:
        """What the record keeps of it."""
        said = {"release": self.release, "released_to": self.to, "evidence": self.evidence}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Part:
    """The reads of an answer that go out, by their ids, and in words what it was narrowed to."""

    read_ids: frozenset[str]
    narrowed: str

    def elements(self) -> dict[str, Any]:
        """What the record keeps of it; an assent is of exactly these reads."""
        digest = hashlib.sha256("\n".join(sorted(self.read_ids)).encode()).hexdigest()
        return {"narrowed": self.narrowed, "chosen": len(self.read_ids), "reads_sha256": digest}


@dataclass(slots=True)
class TakingOut:
    """One export; ``kind`` is the search that it is made of, ``limit`` the reads that it asks for at most."""

    kind: str
    limit: int
    why: str
    case_number: str
    wanted: Wanted
    limits: ExportLimits
    stamped: Stamped
    crops: Crops = lambda _receipt, _reads: {}
    under: Under = field(default_factory=Under)
    chosen: Part | None = None
    """None: all that is found."""
    file: bytes = field(default=b"", init=False)
    """What goes out, once ``finish`` made it."""
    action: str = field(default=ACTION, init=False)
    operation: Operation = field(default=Operation.EXPORT, init=False)

    def elements(self) -> dict[str, Any]:
        """What the record keeps besides what the search asks, and an assent is bound to."""
        said = {"search": self.kind, "format": self.wanted.format.value, "case_number": self.case_number}
        chosen = self.chosen.elements() if self.chosen else {}
        return {**said, "paper": self.wanted.paper, "why": self.why, **chosen, **self.under.elements()}

    def decide(self, search: Decision, _now: datetime) -> Decision:
        """Whose word it takes, given what the policy says to the search."""
        if not self.under.decision.allowed:
            return self.under.decision
        most = len(self.chosen.read_ids) if self.chosen else self.limit
        return decide_export(ExportFacts(most, self.why), self.limits, search)

    def part(self, read_ids: Sequence[str]) -> frozenset[str] | None:
        """The reads that were chosen of those found; ``BadInput`` when some are not found any more."""
        if self.chosen is None:
            return None
        if gone := len(self.chosen.read_ids.difference(read_ids)):
            raise BadInput(
                f"Of the {len(self.chosen.read_ids):,} reads chosen, the search finds {gone:,} no longer.",
                where="chosen",
                how="Newer reads may have taken their place, or they were purged: search again and choose anew.",
            )
        return self.chosen.read_ids

    def weigh(self, seen: Seen) -> Decision:
        """Whether what was found may go out under the request."""
        return self.under.weigh(seen.table)

    def finish(self, receipt: Receipt, seen: Seen) -> Mapping[str, Any]:
        """Make the file; what its result record holds of it."""
        shown = self.wanted.format in _WITH_CROPS
        images = self.crops(receipt, seen.table["read_id"].to_list()) if shown else {}
        self.file = replace(self.wanted, images=images).made(self.stamped(receipt, seen), seen.table)
        return {
            "images": len(images),
            "file": {
                "name": name_of(receipt.index, self.wanted.format),
                "format": self.wanted.format.value,
                "bytes": len(self.file),
                "sha256": self.sha256,
            },
        }

    @property
    def sha256(self) -> str:
        """Of the file, hexadecimal."""
        return hashlib.sha256(self.file).hexdigest()
