"""Folders and secrets that root makes beside what others can write (464.10(a))."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hub_config.folders import own, own_anew, write_secret
from hub_config.ground import Ground, prepare
from workbench.errors import ConfigError

ME = (os.geteuid(), os.getegid())
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of somebody else's")


def test_a_link_in_the_place_of_a_folder_is_refused_and_its_target_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir(mode=0o755)
    (tmp_path / "home").symlink_to(target)
    with pytest.raises(ConfigError, match="can't be used"):
        own(tmp_path / "home", ME, 0o700)
    assert target.stat().st_mode & 0o777 == 0o755


@needs_root
def test_somebody_elses_folder_is_not_taken_over(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    with pytest.raises(ConfigError, match="another user"):
        own(folder, (12346, 12346), 0o700)


@needs_root
def test_sockets_of_a_former_user_of_the_name_are_removed_and_what_they_link_to_is_not(tmp_path: Path) -> None:
    folder, kept = tmp_path / "run", tmp_path / "kept"
    kept.write_text("kept")
    folder.mkdir()
    (folder / "kernel-1").touch()
    (folder / "link").symlink_to(kept)
    os.chown(folder, 12345, 12345)
    own_anew(folder, (12346, 12346), 0o700)
    assert (folder.stat().st_uid, folder.stat().st_mode & 0o777) == (12346, 0o700)
    assert list(folder.iterdir()) == []
    assert kept.read_text() == "kept"


@needs_root
def test_what_the_person_has_there_already_stays(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "kernel-1").touch()
    os.chown(tmp_path / "run", 12346, 12346)
    own_anew(tmp_path / "run", (12346, 12346), 0o700)
    assert (tmp_path / "run" / "kernel-1").exists()


@needs_root
def test_where_others_may_write_nothing_of_somebody_elses_is_removed(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "theirs").touch()
    os.chown(tmp_path / "run", 12345, 12345)
    with pytest.raises(ConfigError, match="another user"):
        own_anew(tmp_path / "run", (12346, 12346), 0o700)
    assert (tmp_path / "run" / "theirs").exists()


def test_a_secret_is_its_owners_alone(tmp_path: Path) -> None:
    write_secret(tmp_path / "secret", "first", ME)
    write_secret(tmp_path / "secret", "second", ME)
    assert (tmp_path / "secret").read_text() == "second"
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret"]


def test_a_secret_is_not_written_through_a_link(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    (tmp_path / ".secret.new").symlink_to(victim)
    (tmp_path / "secret").symlink_to(victim)
    write_secret(tmp_path / "secret", "new", ME)
    assert victim.read_text() == "kept"
    assert not (tmp_path / "secret").is_symlink()


def test_a_persons_tree_shows_the_notebooks_and_the_home(tmp_path: Path) -> None:
    notebooks = tmp_path / "installed"
    notebooks.mkdir()
    ground = Ground(tmp_path / "homes" / "ana", tmp_path / "trees" / "ana", tmp_path / "run" / "ana")
    for _ in range(2):
        prepare(ground, notebooks, ME, ME)
    assert (ground.tree / "notebooks").resolve() == notebooks
    assert (ground.tree / "home").resolve() == ground.home
    assert ground.home.stat().st_mode & 0o777 == 0o700
