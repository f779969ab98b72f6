"""What the store costs before anybody asks: a process of its own opens it and tells seconds and memory.

python -m benchmarks.plate_search.footprint STORE
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter

_ROOT = Path(__file__).resolve().parents[2]


def footprint(store: Path) -> dict[str, float]:
    """Seconds to open and to be ready from nothing, resident and proportional memory in bytes (Linux)."""
    start = perf_counter()
    command = [sys.executable, "-m", "benchmarks.plate_search.footprint", str(store)]
    told = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    if told.returncode:
        raise RuntimeError(f"The store could not be opened in a process of its own: {told.stderr}")
    return {"process_s": perf_counter() - start, **json.loads(told.stdout)}


def _opened(store: Path) -> dict[str, float]:
    from workbench.policy.caller import Realm
    from workbench.store.reads import ReadStore
    from workbench.store.segments.sealing import KeySealing

    sealing = KeySealing.from_file(store.parent / "key")
    before, start = memory(), perf_counter()
    held = ReadStore.open(store, Realm.LIVE, sealing)
    opened, after = perf_counter() - start, memory()
    del held
    return {"open_s": opened, **after, "store_pss": after["pss"] - before["pss"]}


def memory(process: int | str = "self") -> dict[str, int]:
    """Resident (``rss``) and proportional (``pss``) memory of a process in bytes (Linux)."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    told = {name.lower(): int(size.split()[0]) * 1024 for name, size in (line.split(":", 1) for line in lines)}
    return {name: told[name] for name in ("rss", "pss")}


if __name__ == "__main__":
    print(json.dumps(_opened(Path(sys.argv[1]))))
