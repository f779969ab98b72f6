"""Accounts by the administrator of the machine: on record first, or not at all (464.5.1, 464.5.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub_config.account import main
from hub_config.accounts import Accounts
from hub_config.configure import configure
from hub_config.passwords import matches
from tests.unit.hub_config.hub_parts import Ear
from workbench.policy.roles import Role

pytestmark = pytest.mark.section("464.5.1")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    configure(tmp_path, None, isolated=True, demo=False)
    for folder in ("hub", "run"):
        (tmp_path / folder).mkdir()
    (tmp_path / "hub" / "custodian-secret").write_text("s" * 64)
    return tmp_path


@pytest.fixture
def ear(data: Path) -> Iterator[Ear]:
    with Ear(data / "run" / "custodian.sock") as listening:
        yield listening
        listening.shutdown()


def _run(data: Path, *words: str) -> int:
    return main(["--config", str(data / "config" / "workbench.toml"), *words])


def _accounts(data: Path) -> Accounts:
    return Accounts.open(data / "hub" / "accounts.sqlite")


def test_an_account_is_made_on_record_with_a_password_to_change(
    data: Path, ear: Ear, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(data, "add", "maria", "analyst", "trainer") == 0
    assert re.search(r"maria can sign in with (\w{5}-){3}\w{5} ", capsys.readouterr().out)
    account = _accounts(data).get("maria")
    assert account is not None
    assert account.must_change
    assert account.roles == {Role.ANALYST, Role.TRAINER}
    assert ear.actions() == [("account-add", "maria")]
    assert ear.heard[0]["detail"]["roles"] == ["analyst", "trainer"]


def test_nothing_is_changed_while_it_cannot_be_recorded(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(data, "add", "maria", "analyst") == 2
    assert "recorded" in capsys.readouterr().err
    assert _accounts(data).names() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "Maria"), "user name"),
        (("add", "edge"), "user name"),
        (("add", "maria", "chief"), "analyst"),
        (("add", "maria", "device"), "device"),
        (("disable", "nobody"), "no account"),
    ],
)
def test_what_cannot_be_is_told_in_words(
    data: Path, ear: Ear, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert _run(data, *words) == 2
    assert said in capsys.readouterr().err
    assert _accounts(data).names() == []


def test_disable_enable_unlock_roles_password_and_code_are_each_on_record(data: Path, ear: Ear) -> None:
    _accounts(data).add("ana", "correct horse battery", [Role.ANALYST], must_change=False)
    for what in ("disable", "enable", "unlock", "roles", "password", "code"):
        assert _run(data, what, "ana") == 0
    changed = _accounts(data).get("ana")
    assert changed is not None
    assert (changed.disabled, changed.roles, changed.must_change) == (False, frozenset(), True)
    assert changed.totp_secret
    assert [action for action, _ in ear.actions()] == [
        "account-disable",
        "sessions-ended",
        "account-enable",
        "account-unlock",
        "account-roles",
        "sessions-ended",
        "account-password",
        "sessions-ended",
        "account-code",
    ]


def test_an_account_can_be_left_to_the_agencys_provider_alone(data: Path, ear: Ear) -> None:
    _accounts(data).add("ana", "correct horse battery", [Role.ANALYST], must_change=False)
    assert _run(data, "provider", "ana") == 0
    changed = _accounts(data).get("ana")
    assert changed is not None
    assert not matches(changed.password, "correct horse battery")
    assert [action for action, _ in ear.actions()] == ["account-provider", "sessions-ended"]


def test_the_list_shows_no_secret(data: Path, ear: Ear, capsys: pytest.CaptureFixture[str]) -> None:
    _accounts(data).add("ana", "correct horse battery", [Role.ANALYST])
    assert _run(data, "list") == 0
    out = capsys.readouterr().out
    assert "ana" in out
    assert "argon2" not in out


def test_a_copy_has_every_account_and_goes_to_no_screen(
    data: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert _run(data, "copy") == 2, "there is none"
    assert not (data / "hub" / "accounts.sqlite").exists()
    _accounts(data).add("ana", "correct horse battery", [Role.ANALYST])
    capsysbinary.readouterr()
    assert _run(data, "copy") == 0
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(capsysbinary.readouterr().out)
    assert Accounts.open(copy).get("ana") == _accounts(data).get("ana")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert _run(data, "copy") == 2
    told = capsysbinary.readouterr()
    assert told.out == b""
    assert b"not for a screen" in told.err
