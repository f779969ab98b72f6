"""What people said of an agency's own reads, as truth for what was read (464.7(d)).

The file has one read a line, as ``ReadUnderReview`` tells it:
``[print(read.model_dump_json(), file=file) for read in client.reviews.queue(reviewed=True, limit=100).reads]``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from benchmarks.plate_reading.figures import Answer, figures
from workbench.policy.reviews import Outcome
from workbench.wire.reviews import ReadUnderReview


def reviewed(file: Path) -> list[ReadUnderReview]:
    """Reads with everything that was said of them; ``SystemExit`` names the line that is none."""
    found = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        try:
            found.append(ReadUnderReview.model_validate_json(line))
        except ValidationError as error:
            raise SystemExit(f"{file}, line {number} is no reviewed read: {error.errors()[0]['msg']}.") from None
    return found


def rows(file: Path) -> list[dict[str, Any]]:
    """One row of figures, of reads whose plate somebody could tell; how many were reviewed how is told beside."""
    reads = reviewed(file)
    answers = [_answer(read) for read in reads if read.outcome in (Outcome.ACCEPTED, Outcome.CORRECTED)]
    named = {"engine": "as people reviewed it", "region": "all", "told": True, "peak_mb": 0}
    counted = {outcome.value: sum(read.outcome is outcome for read in reads) for outcome in Outcome}
    return [{**named, **figures(answers), "reviewed": counted}]


def _answer(read: ReadUnderReview) -> Answer:
    """What was observed and the other readings, held against the plate in force."""
    others = read.image.candidates if read.image else read.candidates
    told = {each.plate: each.confidence or 0.0 for each in others}
    first = (read.plate, read.confidence if read.confidence is not None else told.get(read.plate, 0.0))
    said = (first, *((plate, sure) for plate, sure in told.items() if plate != read.plate))
    return Answer(read.read_id, read.resolved_plate or read.plate, said, 0.0)
