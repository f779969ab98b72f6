"""``python -m tests.fuzz [--runs N] [--seed N] [TARGET ...]``: so many inputs at each target, under atheris.

Prints a line for each: how many inputs, in how many seconds, with how much memory at most. An input that is a fault is
kept and told, and the exit code is 1. ``--keep`` is the folder of the inputs that reached new code.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.names import MODULES

CHECKOUT = Path(__file__).parents[2]
SECONDS_EACH, MEGABYTES = 20, 2048
"""One input may take so long, and a process so much."""
_DONE = re.compile(r"Done (\d+) runs in (\d+) second")
_PEAK = re.compile(r"rss: (\d+)Mb")


def main(arguments: list[str]) -> int:
    """0 when no input was a fault."""
    asked = _asked(arguments)
    if find_spec("atheris") is None:
        print(
            "Coverage is followed with atheris, which is not installed here: it has wheels for x86_64 alone.",
            file=sys.stderr,
        )
        return 2
    failed = [name for name in asked.targets or MODULES if not fuzzed(name, asked.runs, asked.seed, asked.keep)]
    return int(bool(failed))


def fuzzed(name: str, runs: int, seed: int, keep: Path) -> bool:
    """Whether so many inputs at one target were no fault; its line, or the fault, is printed."""
    keep.mkdir(parents=True, exist_ok=True)
    limits = [f"-timeout={SECONDS_EACH}", f"-rss_limit_mb={MEGABYTES}", "-print_final_stats=1", "-verbosity=1"]
    command = [sys.executable, "-m", "tests.fuzz.guided", name, str(keep / name)]
    told = keep / f"{name}.log"
    with told.open("w") as log:
        code = subprocess.run(
            [*command, f"-runs={runs}", f"-seed={seed}", f"-artifact_prefix={keep}/{name}-fault-", *limits],
            cwd=CHECKOUT,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    text = told.read_text(errors="replace")
    done, peaks = _DONE.search(text), [int(found) for found in _PEAK.findall(text)]
    if code == 0 and done is not None:
        print(f"{name}: {int(done[1]):,} inputs in {done[2]} s, {max(peaks, default=0)} MB at most", flush=True)
        return True
    print(f"{name}: a fault (code {code}); see {told}\n{text[-3000:]}", flush=True)
    return False


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "alpr-fuzz")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
