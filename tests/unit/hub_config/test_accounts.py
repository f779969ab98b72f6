"""The register of accounts (464.5.1)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from hub_config import passwords
from hub_config.accounts import RESERVED, Accounts
from tests.unit.hub_config.conftest import NOON, PASSWORD
from workbench.errors import BadInput, NotFound, Unavailable
from workbench.policy.roles import Role

pytestmark = pytest.mark.section("464.5.1")


def test_a_password_is_kept_as_argon2id_only(accounts: Accounts, tmp_path: Path) -> None:
    account = accounts.get("ana")
    assert account is not None
    assert account.password.startswith("$argon2id$")
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert PASSWORD.encode() not in kept


def test_only_its_owner_can_read_the_register(accounts: Accounts, tmp_path: Path) -> None:
    assert (tmp_path / "accounts.sqlite").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", "Ana", "1ana", "a" * 22, "ana.b", "ana\n", "añá", "../ana", *sorted(RESERVED)])
def test_some_names_are_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(BadInput, match="user name"):
        accounts.add(name, PASSWORD, [Role.ANALYST])


def test_a_name_is_given_once(accounts: Accounts) -> None:
    with pytest.raises(BadInput, match="already"):
        accounts.add("ana", PASSWORD, [Role.ANALYST])


def test_nobody_is_a_device(accounts: Accounts) -> None:
    with pytest.raises(BadInput, match="device"):
        accounts.add("bob", PASSWORD, [Role.DEVICE])


def test_whoever_is_added_by_somebody_else_must_change_the_password(accounts: Accounts) -> None:
    accounts.add("bob", PASSWORD, [Role.OFFICER])
    account = accounts.get("bob")
    assert account is not None
    assert account.must_change


def test_an_account_unused_for_ninety_days_is_not_usable(accounts: Accounts) -> None:
    accounts.signed_in("ana", NOON)
    account = accounts.get("ana")
    assert account is not None
    assert account.usable(NOON + timedelta(days=89))
    assert not account.usable(NOON + timedelta(days=90))


def test_a_register_that_cannot_be_used_is_told_in_words(accounts: Accounts, tmp_path: Path) -> None:
    register = tmp_path / "accounts.sqlite"
    register.rename(tmp_path / "aside")
    register.mkdir()
    for call in (accounts.names, lambda: accounts.get("ana"), lambda: accounts.signed_in("ana", NOON)):
        with pytest.raises(Unavailable, match="nobody can sign in"):
            call()


def test_a_change_to_nobody_is_an_error(accounts: Accounts) -> None:
    with pytest.raises(NotFound):
        accounts.set_disabled("nobody", disabled=True)


def test_changes_outlive_the_process(accounts: Accounts, tmp_path: Path) -> None:
    accounts.set_roles("ana", [Role.ANALYST, Role.TRAINER])
    again = Accounts.open(tmp_path / "accounts.sqlite").get("ana")
    assert again is not None
    assert again.roles == {Role.ANALYST, Role.TRAINER}


@pytest.mark.parametrize(
    ("new", "again", "problem"),
    [
        ("a new password", "another password", "differ"),
        ("short", "short", "12"),
        ("x" * 129, "x" * 129, "128"),
        (PASSWORD, PASSWORD, "present one"),
        ("my name is maria", "my name is maria", "user name"),
        ("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "different characters"),
        ("a quite new one 464", "a quite new one 464", ""),
    ],
)
def test_a_new_password_is_judged_in_words(new: str, again: str, problem: str) -> None:
    said = passwords.problem("maria", PASSWORD, new, again)
    assert problem in said
    assert bool(said) == bool(problem)
