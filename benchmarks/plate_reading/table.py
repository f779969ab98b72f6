"""The figures as a table, and the reliability plot in text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_HEAD = "engine                 region  images  exact  folded  in 3  CER   ECE    images/s  MB"
_BAR = 30


def table(rows: Sequence[dict[str, Any]]) -> str:
    """One line a row; below, for all photographs of each engine, how often it was right when it was so sure."""
    lines = [_HEAD, *map(_line, rows)]
    for row in rows:
        if row["region"] == "all":
            lines += ["", f"{row['engine']}: right at each confidence", *_plot(row["reliability"])]
    return "\n".join(lines)


def _line(row: dict[str, Any]) -> str:
    return (
        f"{row['engine']:22} {row['region'] if row['told'] else row['region'] + '?':7} {row['images']:6} "
        f"{row['exact_1']:6.1f} {row['folded_1']:7.1f} {row['exact_3']:5.1f} {row['character_error_rate']:5.1f} "
        f"{row['expected_calibration_error']:6.3f} {row['images_s']:8.2f} {row['peak_mb']:5}"
    )


def _plot(bins: Sequence[dict[str, Any]]) -> list[str]:
    return [
        f"  {place / len(bins):.1f}-{(place + 1) / len(bins):.1f} {'#' * round(_BAR * bar['right']):{_BAR}} "
        f"{bar['right']:4.0%} of {bar['answers']}"
        for place, bar in enumerate(bins)
        if bar["answers"]
    ]
