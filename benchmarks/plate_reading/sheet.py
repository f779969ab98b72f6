"""A contact sheet of every failure: the plate as it was tagged, what was read, and why it went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from benchmarks.plate_reading.figures import Answer
from benchmarks.plate_reading.reasons import reason
from benchmarks.plate_reading.truth import Known
from workbench.ocr.image import opened
from workbench.ocr.quad import Pixels

_WIDE, _HIGH, _WORDS, _ACROSS = 320, 150, 54, 4
_INK, _PAPER = (20, 20, 20), 255


def sheet(asked: Sequence[Known], answers: Sequence[Answer], file: Path) -> int:
    """Write the sheet as a PNG; returns how many failures it shows. Photographs in it: never commit it."""
    failed = [(known, answer) for known, answer in zip(asked, answers, strict=True) if reason(known, answer)]
    cells = [_cell(known, answer) for known, answer in failed]
    if cells:
        cells += [np.full_like(cells[0], _PAPER)] * (-len(cells) % _ACROSS)
        rows = [np.hstack(cells[start : start + _ACROSS]) for start in range(0, len(cells), _ACROSS)]
        cv2.imwrite(str(file), np.vstack(rows))
    return len(failed)


def _cell(known: Known, answer: Answer) -> Pixels:
    image = opened(known.file).pixels
    left, top, width, height = known.box
    border = height // 2
    cut = image[max(0, top - border) : top + height + border, max(0, left - border) : left + width + border]
    cell = np.full((_HIGH + _WORDS, _WIDE, 3), _PAPER, np.uint8)
    scale = min(_WIDE / cut.shape[1], _HIGH / cut.shape[0])
    size = (max(1, int(cut.shape[1] * scale)), max(1, int(cut.shape[0] * scale)))
    cell[: size[1], : size[0]] = cv2.resize(cut, size, interpolation=cv2.INTER_CUBIC)
    sure = f"{answer.said[0][1]:.0%}" if answer.said else ""
    words = (f"{known.plate} read as {answer.best or '-'} {sure}", reason(known, answer), known.file.name[:40])
    for line, text in enumerate(words):
        place = (4, _HIGH + 14 + 17 * line)
        cv2.putText(cell, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.42, _INK, 1, cv2.LINE_AA)
    return cell
