"""The command line of ``benchmarks/ocr.py``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.plate_reading.contenders import contenders
from benchmarks.plate_reading.figures import figures
from benchmarks.plate_reading.ranking import apart, fitted
from benchmarks.plate_reading.reasons import reason
from benchmarks.plate_reading.reviews import rows
from benchmarks.plate_reading.run import Outcome, run
from benchmarks.plate_reading.sheet import sheet
from benchmarks.plate_reading.table import table
from benchmarks.plate_reading.truth import Known, known

_COLUMNS = ("region", "file", "plate", "said", "confidence", "seconds", "candidates", "evidence", "reason")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; figures go to standard output, what is going on to standard error."""
    given = _parser().parse_args(arguments)
    if given.folder is None and given.reviews is None:
        raise SystemExit("Give a folder of photographs with known plates, or --reviews FILE.")
    asked = known(given.folder, given.every) if given.folder else []
    told = rows(given.reviews) if given.reviews else []
    for contender in (given.engines or contenders()) if asked else ():
        for region_told in (True, False) if given.untold and "/" in contender else (True,):
            print(f"{contender}: {len(asked)} photographs", file=sys.stderr, flush=True)
            outcome = run(contender, asked, given.threads, told=region_told)
            told += _rows(contender, asked, outcome, region_told=region_told)
            if given.answers:
                _write(given.answers, contender if region_told else f"{contender}/untold", asked, outcome)
    report = {"cores": os.cpu_count(), "threads": given.threads, "rows": told}
    print(json.dumps(report) if given.json else table(told))
    return 0


def _rows(contender: str, asked: Sequence[Known], outcome: Outcome, *, region_told: bool) -> list[dict[str, Any]]:
    """One row a region, and one of all together."""
    regions = list(dict.fromkeys(each.region for each in asked))
    rows = []
    chosen = apart(asked, outcome.answers)
    for region in [*regions, "all"]:
        of = [place for place, each in enumerate(asked) if region in (each.region, "all")]
        named = {"engine": contender, "region": region, "told": region_told, "peak_mb": outcome.peak_mb}
        rows.append(named | figures([outcome.answers[place] for place in of]))
        ranked = figures([chosen[place] for place in of]) if chosen else None
        rows[-1] |= {f"{name}_ranked_apart": ranked[name] if ranked else None for name in ("exact_1", "folded_1")}
    if chosen and (weights := fitted(asked, outcome.answers)):
        rows[-1]["ranking_weights"] = {name: round(weight, 2) for name, weight in weights._asdict().items()}
    return rows


def _write(folder: Path, contender: str, asked: Sequence[Known], outcome: Outcome) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["\t".join(_COLUMNS)]
    for each, answer in zip(asked, outcome.answers, strict=True):
        sure = answer.said[0][1] if answer.said else 0.0
        others = " ".join(text for text, _ in answer.said)
        made_of = " ".join(f"{part:.4f}" for part in answer.evidence or ())
        row = (
            each.region,
            answer.file,
            answer.plate,
            answer.best,
            f"{sure:.3f}",
            f"{answer.seconds:.2f}",
            others,
            made_of,
        )
        lines.append("\t".join([*row, reason(each, answer)]))
    name = contender.replace("/", "-").replace(" ", "-")
    (folder / f"{name}.tsv").write_text("\n".join(lines) + "\n")
    sheet(asked, outcome.answers, folder / f"{name}.png")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks/ocr.py", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="a folder a region with photographs and truth.tsv")
    parser.add_argument("--engines", nargs="+", metavar="ENGINE", help="e.g. rapidocr/thorough; all if left out")
    parser.add_argument("--every", type=int, default=1, help="only each so manieth photograph of a region")
    parser.add_argument("--threads", type=int, default=2, help="cores for one photograph")
    parser.add_argument("--untold", action="store_true", help="measure without the region too")
    what = "write every answer, and a contact sheet of the failures"
    parser.add_argument("--answers", type=Path, metavar="FOLDER", help=what)
    what = "an agency's reads that people reviewed, one a line (benchmarks/plate_reading/reviews.py)"
    parser.add_argument("--reviews", type=Path, metavar="FILE", help=what)
    parser.add_argument("--json", action="store_true", help="figures as JSON; a table if left out")
    return parser
