"""Makes what alpr-lab ships: the JupyterLab extension and the files that maps are drawn with.

    python build.py [--node-bin DIR] [--keep]

Run it with the environment's own python (folium must be there) before the package is installed. It needs node
18 or later and npm, takes some ten seconds the first time, and does nothing when all is fresh.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from making import assets, bundle, fresh  # noqa: E402 - the folder is known only now

WORK = HERE / ".build"
MARKS = HERE / "node_modules" / ".alpr-lab"
"""What each folder was made from; in a folder that nobody counts among the sources."""
OUT = HERE / "alpr_lab"
Maker = Callable[[Path, Path, dict[str, str]], None]
"""Makes a new folder with the packages of a working folder, in an environment where npm is found."""

TOOLS = [HERE / "build.py", HERE / "making"]


def npm_ci(source: Path, work: Path, env: dict[str, str]) -> None:
    """Install exactly what ``source``'s lock names into ``work``; no package's scripts run."""
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(source / name, work / name)
    npm = shutil.which("npm", path=env["PATH"])
    if npm is None:
        raise SystemExit("npm wasn't found: install node 18 or later, or name its folder with --node-bin.")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=work, env=env, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603


def make_extension(work: Path, new: Path, env: dict[str, str]) -> None:
    """Check and compile the TypeScript, then bundle it."""
    npm_ci(HERE, work, env)
    shutil.rmtree(work / "src", ignore_errors=True)
    shutil.rmtree(work / "out", ignore_errors=True)
    shutil.copytree(HERE / "src", work / "src")
    shutil.copyfile(HERE / "tsconfig.json", work / "tsconfig.json")
    node = shutil.which("node", path=env["PATH"]) or "node"
    subprocess.run([node, "node_modules/typescript/bin/tsc"], cwd=work, env=env, check=True)  # noqa: S603
    manifest = json.loads((HERE / "package.json").read_text("utf-8"))
    bundle.write(work / "out", HERE / "style", manifest, new)


def make_assets(work: Path, new: Path, env: dict[str, str]) -> None:
    """Fetch the maps' libraries and pack them flat."""
    npm_ci(HERE / "assets", work, env)
    listing = json.loads((HERE / "assets/assets.json").read_text("utf-8"))
    assets.pack(listing, work / "node_modules", new)


def made(folder: Path, inputs: list[Path], make: Maker, options: argparse.Namespace) -> str:
    """Make one folder unless it is fresh; says what was done."""
    began = time.monotonic()
    mark, wanted = MARKS / f"{folder.name}.json", fresh.digest([*TOOLS, *inputs], HERE)
    if fresh.is_fresh(folder, mark, wanted):
        return f"{folder.name}: fresh"
    work, new = WORK / folder.name, OUT / f".{folder.name}.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    make(work, new, options.env)
    fresh.put(new, folder, mark, wanted)
    return f"{folder.name}: made in {time.monotonic() - began:.1f} s"


def main() -> int:
    """Make both folders side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--node-bin", type=Path, metavar="DIR", help="folder of node and npm, put before the PATH")
    parser.add_argument("--keep", action="store_true", help="keep the installed packages for the next build")
    options = parser.parse_args()
    path = os.environ.get("PATH", os.defpath)
    options.env = dict(os.environ) | {"PATH": f"{options.node_bin}{os.pathsep}{path}" if options.node_bin else path}
    MARKS.mkdir(parents=True, exist_ok=True)
    source = [HERE / name for name in ("package.json", "package-lock.json", "tsconfig.json", "src", "style")]
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(made, OUT / "labextension", source, make_extension, options),
            pool.submit(made, OUT / "static", [HERE / "assets"], make_assets, options),
        ]
        try:
            for job in jobs:
                sys.stdout.write(f"alpr-lab: {job.result()}\n")
        except subprocess.CalledProcessError as error:
            sys.stderr.write(f"alpr-lab: {error.cmd[0]} {error.cmd[1]} failed (status {error.returncode}).\n")
            return 1
    if not options.keep:
        shutil.rmtree(WORK, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
