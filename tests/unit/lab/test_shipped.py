"""464.5(4): only a notebook that came with the workbench, and that nobody could change, runs by itself."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from alpr_lab.shipped import is_shipped

pytestmark = pytest.mark.section("464.5")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """What the file browser shows: a link to the installed notebooks, and a home beside it."""
    installed, browsed = tmp_path / "installed", tmp_path / "tree"
    for folder in (installed, browsed, browsed / "home/notebooks"):
        folder.mkdir(parents=True)
    (browsed / "notebooks").symlink_to(installed)
    (installed / "search.ipynb").write_text("{}", "utf-8")
    (installed / "notes.txt").write_text("", "utf-8")
    (browsed / "home/notebooks/search.ipynb").write_text("{}", "utf-8")
    (installed / "outside.ipynb").symlink_to(browsed / "home/notebooks/search.ipynb")
    return browsed


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("notebooks/search.ipynb", True),
        ("/notebooks/search.ipynb", True),
        ("notebooks/notes.txt", False),
        ("notebooks/none.ipynb", False),
        ("notebooks", False),
        ("notebooks/../home/notebooks/search.ipynb", False),
        ("notebooks/outside.ipynb", False),
        ("home/notebooks/search.ipynb", False),
        ("", False),
        ("notebooks/\0.ipynb", False),
    ],
)
def test_the_place_decides_where_people_are_not_isolated(root: Path, path: str, expected: bool) -> None:
    assert is_shipped(root, path, isolated=False) is expected


def test_what_the_person_can_change_is_nobody_elses_word(root: Path) -> None:
    assert not is_shipped(root, "notebooks/search.ipynb", isolated=True)


@pytest.mark.machine
@pytest.mark.skipif(os.geteuid() != 0, reason="needs another OS user")
def test_an_installed_notebook_is_shipped_for_whoever_cannot_change_it() -> None:
    with tempfile.TemporaryDirectory() as name:
        installed, browsed = Path(name) / "installed", Path(name) / "tree"
        for folder in (installed, browsed):
            folder.mkdir()
        (browsed / "notebooks").symlink_to(installed)
        (installed / "search.ipynb").write_text("{}", "utf-8")
        Path(name).chmod(0o755)
        assert _as_nobody(browsed)
        (installed / "search.ipynb").chmod(0o666)
        assert not _as_nobody(browsed)
        (installed / "search.ipynb").chmod(0o644)
        installed.chmod(0o777)
        assert not _as_nobody(browsed)
        installed.chmod(0o755)
        browsed.chmod(0o777)
        assert not _as_nobody(browsed)


def _as_nobody(root: Path) -> bool:
    """What a process of another OS user finds."""
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            os._exit(0 if is_shipped(root, "notebooks/search.ipynb", isolated=True) else 1)
        finally:
            os._exit(2)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 1)
    return status == 0
