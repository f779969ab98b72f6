"""The configuration of a new data folder, and what stops a start (464.10(a))."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hub_config.configure import configure
from workbench.errors import ConfigError

ROOT = Path(__file__).parents[3]


def test_a_new_folder_gets_the_sample_with_its_own_values(tmp_path: Path) -> None:
    settings = configure(tmp_path, 8100, isolated=True, demo=True)
    assert (settings.hub.port, settings.edge.port) == (8100, 8103)
    assert settings.paths.data == tmp_path
    assert settings.listen.custodian == f"unix:{tmp_path}/run/custodian.sock"
    assert settings.isolation.enforced
    assert settings.demo.generated


def test_it_is_a_command_that_tells_the_ports_or_why_not(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hub_config.configure", "--data", tmp_path, "--port", "8100"]
    done = subprocess.run([*command, "--isolated"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "8100 8103 8104 0 http://127.0.0.1:8100\n"), done.stderr
    wrong = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout, "needs root" in wrong.stderr) == (2, "", True)


def test_what_was_set_stays_and_the_port_follows_what_is_asked(tmp_path: Path) -> None:
    configure(tmp_path, 8100, isolated=True, demo=True)
    file = tmp_path / "config" / "workbench.toml"
    file.write_text(file.read_text().replace("valid_days = 365", "valid_days = 180"))
    settings = configure(tmp_path, 8200, isolated=True, demo=True)
    assert (settings.hub.port, settings.edge.port, settings.training.valid_days) == (8200, 8203, 180)
    assert configure(tmp_path, None, isolated=True, demo=True).hub.port == 8200


def test_a_domain_is_set_kept_and_taken_back(tmp_path: Path) -> None:
    assert configure(tmp_path, 8100, isolated=True, demo=True).hub.origin == ""
    file = tmp_path / "config" / "workbench.toml"
    plain = file.read_text()
    named = configure(tmp_path, None, isolated=True, demo=True, domain="alpr.example.gov")
    assert named.hub.origin == "http://alpr.example.gov:8100"
    assert configure(tmp_path, 8200, isolated=True, demo=True).hub.origin == "http://alpr.example.gov:8200"
    behind_tls = configure(tmp_path, 8100, isolated=True, demo=True, domain="https://alpr.example.gov")
    assert behind_tls.hub.origin == "https://alpr.example.gov"
    configure(tmp_path, None, isolated=True, demo=True, domain="")
    assert file.read_text() == plain


def test_a_file_from_before_there_were_domains_gets_one(tmp_path: Path) -> None:
    configure(tmp_path, 8100, isolated=True, demo=True)
    file = tmp_path / "config" / "workbench.toml"
    file.write_text("".join(line for line in file.read_text().splitlines(True) if not line.startswith("domain")))
    assert configure(tmp_path, None, isolated=True, demo=True, domain="alpr.localhost").hub.domain == "alpr.localhost"


def test_isolation_once_enforced_is_not_dropped_silently(tmp_path: Path) -> None:
    configure(tmp_path, None, isolated=True, demo=True)
    with pytest.raises(ConfigError, match="needs root"):
        configure(tmp_path, None, isolated=False, demo=True)


def test_root_does_not_start_what_was_set_up_without_isolation(tmp_path: Path) -> None:
    configure(tmp_path, None, isolated=False, demo=True)
    with pytest.raises(ConfigError, match="would run as root"):
        configure(tmp_path, None, isolated=True, demo=True)


def test_without_isolation_only_the_generated_agency_is_served(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="generated demonstration"):
        configure(tmp_path, None, isolated=False, demo=False)
    assert not list(tmp_path.iterdir()), "a refused start leaves nothing behind"


def test_the_demonstration_does_not_become_an_agency(tmp_path: Path) -> None:
    configure(tmp_path, None, isolated=True, demo=True)
    with pytest.raises(ConfigError, match="another folder"):
        configure(tmp_path, None, isolated=True, demo=False)


def test_an_agency_is_not_asked_each_time_whether_it_is_one(tmp_path: Path) -> None:
    configure(tmp_path, None, isolated=True, demo=False)
    assert not configure(tmp_path, None, isolated=True, demo=True).demo.generated


def test_a_folder_that_was_moved_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    configure(tmp_path / "a", None, isolated=True, demo=True)
    (tmp_path / "a").rename(tmp_path / "b")
    with pytest.raises(ConfigError, match="not for"):
        configure(tmp_path / "b", None, isolated=True, demo=True)
