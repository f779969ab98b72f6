"""The run: every way in its turn, in one browser, with its share of Python and of the browser."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.map_drawing.page import shown
from benchmarks.map_drawing.reads import reads
from benchmarks.map_drawing.ways import Way, fast, geojson, markers, ours
from workbench.mapping.amount import CLUSTERED
from workbench.mapping.assets import installed

_FEW = 10_000
"""So many markers of folium's own take as long as anybody would wait."""


def main(given: list[str] | None = None) -> int:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reads", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many is told")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--markdown", action="store_true", help="print a table for a document")
    options = parser.parse_args(given)
    rows = _measured(options.reads, options.rounds)
    first = rows[0]["total_s"]
    for row in rows:
        row["ratio"] = row["total_s"] / first
    if options.json:
        options.json.write_text(json.dumps({"cores": os.cpu_count(), "ways": rows}, indent=1) + "\n", "utf-8")
    sys.stdout.write(_table(rows, bars="|" if options.markdown else " "))
    return 0


def _ways(number: int) -> list[tuple[str, int, bool, Way, str]]:
    """Name, number of reads, whether the cameras move, the way, and what can be seen when it is shown."""
    few, some = min(number, _FEW), min(number, CLUSTERED)
    canvas = ".leaflet-overlay-pane canvas"
    return [
        ("workbench: counts per camera", number, False, ours("automatic"), ".badge.camera"),
        ("workbench: hexagons", number, True, ours("hexagons"), ".number"),
        ("workbench: heat", number, True, ours("heat"), "canvas.leaflet-heatmap-layer"),
        ("workbench: each read, or clusters", some, True, ours("automatic"), _GATHERED),
        ("folium: FastMarkerCluster", number, True, fast, ".marker-cluster"),
        ("folium: GeoJson on a canvas", number, True, geojson, canvas),
        ("folium: GeoJson on a canvas", few, True, geojson, canvas),
        ("folium: a Marker for each in MarkerCluster", few, True, markers, ".marker-cluster"),
    ]


_GATHERED = ".folium-map:not(.loading) :is(.badge.cluster, canvas)"


def _measured(number: int, rounds: int) -> list[dict[str, Any]]:
    assets = installed()
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for name, count, moving, way, sign in _ways(number):
            frame = reads(count, moving=moving)
            tries = []
            for _ in range(1 if way is markers else rounds):
                began = perf_counter()
                page, layers = way(frame, assets)
                python = perf_counter() - began
                seen = shown(browser, page, assets.folder, sign, layers)
                tries.append((python + seen.load_s, python, seen))
            total, python, seen = sorted(tries, key=lambda each: each[0])[len(tries) // 2]
            figures = {"total_s": total, "python_s": python, "browser_s": seen.load_s}
            rows.append({"way": name, "reads": count, **figures, "frames": seen.frames, "worst_ms": seen.worst_ms})
        browser.close()
    return rows


def _table(rows: list[dict[str, Any]], bars: str) -> str:
    heads = ("way", "reads", "shown after s", "Python s", "browser s", "frames/s", "worst ms", "ratio")
    body = [
        (
            row["way"],
            f"{row['reads']:,}",
            *(f"{row[key]:.2f}" for key in ("total_s", "python_s", "browser_s")),
            f"{row['frames']:.0f}",
            f"{row['worst_ms']:.0f}",
            f"{row['ratio']:.1f}",
        )
        for row in rows
    ]
    lines = [heads, *([("---",) * len(heads)] if bars == "|" else []), *body]
    return "".join(
        f"{bars} {f' {bars} '.join(cell.ljust(14) for cell in line)} {bars}".rstrip() + "\n" for line in lines
    )
