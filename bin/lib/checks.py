"""bin/test: install what the tests need, run the checks, then every test; the summary of pytest comes last."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from environment import Environment, built, store
from tools import CHECKOUT, Failed, apt_install, apt_unpacked, say

USAGE = """\
usage: bin/test [--long] [pytest's arguments]

Builds the test environment where it is missing, installs Chromium, PostgreSQL, nginx, Go, Java and a C compiler where
they are missing (as root), runs ruff, mypy and import-linter, then pytest. --long adds the tests marked long. Other
arguments go to pytest, e.g. bin/test tests/unit -k lockout
"""

GO_CLIENT = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog")
"""Where Debian's golang-golang-x-mod-dev puts it."""

PROCESSES = 2
"""Among so many all the tests are shared; some that are named run in one, whose output is easier to follow."""

CHECKS = (
    ("ruff check", "ruff", "check", "."),
    ("ruff format", "ruff", "format", "--check", "."),
    ("mypy", "mypy"),
    ("mypy (bin)", "mypy", "bin/lib/up.py", "bin/lib/checks.py", "bin/lib/readable.py"),
    ("mypy (kernel)", "mypy", "extensions/kernel/alpr_kernel"),
    ("import-linter", "lint-imports"),
)


def main(arguments: list[str]) -> int:
    """0 when every check and every test passed."""
    if {"--help", "-h"} & set(arguments):
        print(USAGE)
        return 0
    os.umask(0o022)  # the services' users read what root makes
    try:
        tools = [*_browser(), *_postgres(), *_java(), *_nginx()]
        _go()
        _compiler()
        environment = built("test")
    except Failed as failed:
        print(f"\n{failed}", file=sys.stderr)
        return 1
    env = _environment(environment, tools)
    with ThreadPoolExecutor(1) as beside:
        product = beside.submit(built, "base") if _all_of(arguments) else None
        broken = [check[0] for check in CHECKS if not _passes(environment, env, check)]
    if product is not None and (problem := product.exception()) is not None:
        print(f"\n{problem}", file=sys.stderr)
        broken.append("what bin/up starts")
    code = _pytest(environment, env, arguments)
    if broken:
        print(f"Checks that failed before the tests: {', '.join(broken)}", file=sys.stderr)
    return code or int(bool(broken))


def _browser() -> list[Path]:
    """The folder of a Chromium of the system."""
    for attempt in (0, 1):
        for name in ("chromium", "chromium-browser", "google-chrome"):
            if found := shutil.which(name):
                return [Path(found).parent]
        if attempt == 0:
            _install("chromium", "The browser tests need Chromium or Google Chrome on the path.")
    raise Failed("Chromium was installed, but is not on the path.")


def _install(package: str, why: str) -> None:
    try:
        apt_install(package)
    except Failed as failed:
        raise Failed(f"{why}\n{failed}") from failed


def _postgres() -> list[Path]:
    """The folder of PostgreSQL's server programs."""
    for attempt in (0, 1):
        if found := shutil.which("initdb"):
            return [Path(found).parent]
        if folders := sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
            return [folders[-1].parent]
        if attempt == 0:
            _install("postgresql", "The register's tests run a PostgreSQL server of their own.")
    raise Failed("PostgreSQL was installed, but its initdb was not found.")


def _nginx() -> list[Path]:
    """The folder of nginx, in front of which the deployment's example is tried (464.10(a))."""
    unpacked = store() / "nginx" / "usr" / "sbin"
    path = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:{unpacked}"
    if shutil.which("nginx", path=path) is None:
        apt_unpacked("nginx", store() / "nginx")
    found = shutil.which("nginx", path=path)
    if found is None:
        raise Failed("nginx was unpacked, but is not where it was looked for.")
    return [Path(found).parent]


def _go() -> None:
    """Go, and the client of its module mirror's log, which checks ours (464.5)."""
    if shutil.which("go") is None or not GO_CLIENT.is_dir():
        why = "The access log's export is checked by Go's own transparency log client."
        _install("golang-go", why)
        _install("golang-golang-x-mod-dev", why)


def _compiler() -> None:
    """A C compiler, which makes the disk that fails when the tests tell it to (464.5)."""
    if not (shutil.which("gcc") or shutil.which("cc")):
        why = "The access log's fault tests compile a disk that fails on command."
        _install("gcc", why)
        _install("libc6-dev", why)


def _java() -> list[Path]:
    """The folder of Java; a JAVA_HOME says which."""
    home = os.environ.get("JAVA_HOME")
    if home and (Path(home) / "bin" / "java").exists():
        return [Path(home) / "bin"]
    for attempt in (0, 1):
        if found := shutil.which("java"):
            return [Path(found).parent]
        if attempt == 0:
            _install("default-jre-headless", "The store's tests run a Spark cluster of their own, which needs Java.")
    raise Failed("Java was installed, but is not on the path.")


def _environment(environment: Environment, tools: list[Path]) -> dict[str, str]:
    path = ":".join([str(environment.bin), *map(str, tools), os.environ.get("PATH", os.defpath)])
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "ALPR"))}
    kept |= {
        "PATH": path,
        "MYPYPATH": "bin/lib:extensions/kernel",
        "ALPR_TEST_ENVIRONMENT": str(environment.folder),
    }
    # Playwright brings a Node of its own, which needs a library that a small machine lacks: it takes the one that runs.
    return kept | {"PLAYWRIGHT_NODEJS_PATH": shutil.which("node", path=path) or ""}


def _passes(environment: Environment, env: dict[str, str], check: tuple[str, ...]) -> bool:
    name, program, *rest = check
    say(name)
    done = subprocess.run(
        [environment.bin / program, *rest], cwd=CHECKOUT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    return done.returncode == 0


def _all_of(arguments: list[str]) -> bool:
    """Whether no file of tests is named. Then what ``bin/up`` starts is built while the checks use one core of two."""
    return not any((CHECKOUT / each.split("::")[0]).exists() for each in arguments if not each.startswith("-"))


def _pytest(environment: Environment, env: dict[str, str], arguments: list[str]) -> int:
    chosen = [argument for argument in arguments if argument != "--long"]
    marked = [] if "--long" in arguments or "-m" in chosen else ["-m", "not long"]
    say("pytest")
    shared = ["-n", str(min(PROCESSES, os.cpu_count() or 1))] if _all_of(chosen) else []
    command: list[str | Path] = [environment.python, "-m", "pytest", *marked, *shared, *chosen]
    return subprocess.run(command, cwd=CHECKOUT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
