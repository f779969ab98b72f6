"""The command line of ``benchmarks/search.py``."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.plate_search.answers import Mismatch
from benchmarks.plate_search.markdown import markdown
from benchmarks.plate_search.run import ENGINES, Plan, run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; tables go to standard output, what is going on to standard error."""
    given = _parser().parse_args(arguments)
    with _folder(given.folder, keep=given.keep) as folder:
        plan = Plan(given.rows, given.rounds, given.seed, folder, tuple(given.engines))
        try:
            report = run(plan, lambda text: print(text, file=sys.stderr, flush=True))
        except Mismatch as mismatch:
            print(f"The engines disagree, so nothing was measured.\n{mismatch}", file=sys.stderr)
            return 1
    if given.json:
        _write(given.json, json.dumps(report, indent=1) + "\n")
    if given.markdown or not given.json:
        _write(given.markdown or "-", markdown(report))
    return 0


def _write(where: str, text: str) -> None:
    if where == "-":
        sys.stdout.write(text)
    else:
        Path(where).write_text(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks/search.py", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="reads; PostgreSQL and SQLite stop at 10 million")
    parser.add_argument("--rounds", type=int, default=20, help="queries of each class, after one that warms up")
    parser.add_argument("--seed", type=int, default=464, help="the same seed gives the same reads and queries")
    parser.add_argument("--folder", type=Path, help="where reads and databases go; a temporary folder if left out")
    parser.add_argument("--keep", action="store_true", help="leave the folder; a later run finds the reads there")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES, help="all if left out")
    for name, what in (("--json", "the figures as JSON"), ("--markdown", "the tables, which are the default")):
        parser.add_argument(name, nargs="?", const="-", metavar="FILE", help=f"{what}; to standard output without FILE")
    return parser


@contextmanager
def _folder(given: Path | None, *, keep: bool) -> Iterator[Path]:
    """The folder of the run, which PostgreSQL's own user can pass through; only what is ours in it is removed."""
    folder = given or Path(tempfile.mkdtemp(prefix="plate-search-"))
    new = given is None or not given.exists()
    folder.mkdir(parents=True, exist_ok=True)
    if new:
        folder.chmod(0o711)
    try:
        yield folder.resolve()
    finally:
        if not keep:
            for path in [*(folder / name for name in ENGINES), *folder.glob("reads-*-*")]:
                shutil.rmtree(path, ignore_errors=True)
            if new:
                folder.rmdir()
