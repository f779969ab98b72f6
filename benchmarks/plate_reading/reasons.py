"""Why an answer was wrong, as far as the figures tell."""

from __future__ import annotations

from benchmarks.plate_reading.figures import Answer, edits, fold
from benchmarks.plate_reading.truth import Known


def reason(known: Known, answer: Answer) -> str:
    """One reason, the first that fits; empty when the answer is the plate."""
    if answer.best == known.plate:
        return ""
    if not answer.said:
        return "no line was taken for a plate"
    if answer.centre is not None and not known.shows(answer.centre):
        return "another line was taken for the plate"
    if fold(answer.best) == fold(known.plate):
        return "O and 0, or I and 1: the label has it otherwise"
    if len(answer.best) == len(known.plate):
        swapped = [f"{true} as {seen}" for true, seen in zip(known.plate, answer.best, strict=True) if true != seen]
        return f"read {', '.join(swapped)}"
    kind = "missing" if len(answer.best) < len(known.plate) else "too many"
    return f"characters {kind}, {edits(answer.best, known.plate)} edits"
