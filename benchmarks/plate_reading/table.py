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
            lines += ["", f"{row['engine']}: right at each confidence", *_plot(row["reliability"]), *_apart(row)]
    return "\n".join(lines)


def _line(row: dict[str, Any]) -> str:
    return (
        f"{row['engine']:22} {row['region'] if row['told'] else row['region'] + '?':7} {row['images']:6} "
        f"{row['exact_1']:6.1f} {row['folded_1']:7.1f} {row['exact_3']:5.1f} {row['character_error_rate']:5.1f} "
        f"{row['expected_calibration_error']:6.3f} {row['images_s']:8.2f} {row['peak_mb']:5}"
    )


def _apart(row: dict[str, Any]) -> list[str]:
    """What comes of it when what was fitted is fitted to other photographs than those that are judged."""
    told = []
    if row.get("exact_1_ranked_apart") is not None:
        exact, folded = row["exact_1_ranked_apart"], row["folded_1_ranked_apart"]
        told.append(f"  lines ranked by weights of other photographs: exact {exact}, folded {folded}")
    if row["calibration_error_kept_apart"] is not None:
        told.append(f"  confidence by a curve of other photographs: ECE {row['calibration_error_kept_apart']:.3f}")
    return told


def _plot(bins: Sequence[dict[str, Any]]) -> list[str]:
    return [
        f"  {place / len(bins):.1f}-{(place + 1) / len(bins):.1f} {'#' * round(_BAR * bar['right']):{_BAR}} "
        f"{bar['right']:4.0%} of {bar['answers']}"
        for place, bar in enumerate(bins)
        if bar["answers"]
    ]
