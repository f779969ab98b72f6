"""The command line of ``benchmarks/accesslog.py``."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.access_log.markdown import markdown
from benchmarks.access_log.run import ENGINES, Plan, run

_USUAL = Plan(Path())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; tables go to standard output, what is going on to standard error."""
    given = _parser().parse_args(arguments)
    with _folder(given.folder) as folder:
        plan = Plan(
            folder,
            tuple(given.engines),
            tuple(given.clients),
            given.rounds,
            given.seconds,
            given.leaves,
            given.seed,
        )
        report = run(plan, lambda text: print(text, file=sys.stderr, flush=True))
    if given.json:
        _write(given.json, json.dumps(report, indent=1) + "\n")
    if given.markdown or not given.json:
        _write(given.markdown or "-", markdown(report))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks/accesslog.py", description=__doc__)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES, help="both if left out")
    parser.add_argument("--clients", nargs="+", type=int, default=_USUAL.clients, help="how many ask at once")
    parser.add_argument("--rounds", type=int, default=_USUAL.rounds, help="of flushes, appends and queries in turns")
    parser.add_argument("--seconds", type=float, default=_USUAL.seconds, help="how long queries a second are measured")
    parser.add_argument("--leaves", type=int, default=_USUAL.leaves, help="size of the large log; 0 leaves it out")
    parser.add_argument("--seed", type=int, default=_USUAL.seed, help="the same seed gives the same queries")
    parser.add_argument("--folder", type=Path, help="kept, with its large log for a later run; temporary if left out")
    for name, what in (("--json", "the figures as JSON"), ("--markdown", "the tables, which are the default")):
        parser.add_argument(name, nargs="?", const="-", metavar="FILE", help=f"{what}; to standard output without FILE")
    return parser


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    folder = given or Path(tempfile.mkdtemp(prefix="access-log-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    try:
        yield folder.resolve()
    finally:
        if given is None:
            shutil.rmtree(folder, ignore_errors=True)


def _write(where: str, text: str) -> None:
    if where == "-":
        sys.stdout.write(text)
    else:
        Path(where).write_text(text)
