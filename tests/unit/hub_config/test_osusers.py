"""One operating-system user a person, never one that somebody else made (464.5.1, 464.10(a))."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hub_config import osusers
from workbench.errors import ConfigError

pytestmark = [
    pytest.mark.machine,
    pytest.mark.section("464.5.1"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can make operating-system users"),
]
NOWHERE = Path("/nonexistent/alpr")


@pytest.fixture
def name_for() -> Iterator[Callable[[str], str]]:
    """Names of users that this machine has not got; whatever was made under them is removed."""
    given: list[str] = []

    def name(part: str) -> str:
        given.append(f"alpr-{part}-{os.getpid()}")
        assert _found(given[-1]) is None
        return given[-1]

    yield name
    for user in given:
        if _found(user):
            subprocess.run(["userdel", "--force", user], check=True, capture_output=True)


def _found(name: str) -> pwd.struct_passwd | None:
    return next((user for user in pwd.getpwall() if user.pw_name == name), None)


def _foreign(name: str, *options: str) -> pwd.struct_passwd:
    subprocess.run(["useradd", "--no-create-home", *options, name], check=True, capture_output=True)
    return pwd.getpwnam(name)


def test_a_person_gets_a_user_that_nobody_can_log_in_to(name_for: Callable[[str], str]) -> None:
    name = name_for("new")
    user = osusers.ensure(name, NOWHERE, kind="person")
    assert user == _found(name)
    assert user.pw_uid != 0
    assert (user.pw_gecos, user.pw_dir) == ("ALPR workbench person", str(NOWHERE))
    assert user.pw_shell == "/usr/sbin/nologin"
    assert not NOWHERE.exists(), "the home is made by the product, not by useradd"
    told = subprocess.run(["passwd", "--status", name], check=True, capture_output=True, text=True).stdout
    assert told.split()[1] == "L", "no password opens it"


def test_the_same_person_keeps_the_same_user(name_for: Callable[[str], str]) -> None:
    name = name_for("same")
    assert osusers.ensure(name, NOWHERE, kind="person") == osusers.ensure(name, NOWHERE, kind="person")


def test_people_who_arrive_at_once_each_get_a_user_of_their_own(name_for: Callable[[str], str]) -> None:
    names = [name_for(f"shift{number}") for number in range(4)]
    with ThreadPoolExecutor(8) as pool:
        users = list(pool.map(lambda name: osusers.ensure(name, NOWHERE, kind="person"), names * 2))
    assert users[:4] == users[4:], "asked for twice at once, made once"
    assert len({user.pw_uid for user in users}) == 4
    assert len({user.pw_gid for user in users}) == 4


def test_an_account_that_somebody_else_made_is_refused_and_left_as_it_was(name_for: Callable[[str], str]) -> None:
    before = _foreign(name := name_for("other"), "--comment", "Olga, from accounting")
    with pytest.raises(ConfigError, match="was not made for this person") as caught:
        osusers.ensure(name, NOWHERE, kind="person")
    assert caught.value.section == "464.5.1"
    assert caught.value.how
    assert _found(name) == before


def test_a_service_s_user_runs_no_person_s_server(name_for: Callable[[str], str]) -> None:
    name = name_for("service")
    osusers.ensure(name, NOWHERE, kind="service")
    with pytest.raises(ConfigError, match="was not made for this person"):
        osusers.ensure(name, NOWHERE, kind="person")


def test_another_name_of_root_is_refused_whatever_its_comment_says(name_for: Callable[[str], str]) -> None:
    name = name_for("zero")
    _foreign(name, "--non-unique", "--uid", "0", "--comment", "ALPR workbench person")
    with pytest.raises(ConfigError):
        osusers.ensure(name, NOWHERE, kind="person")


@pytest.mark.parametrize("name", ["alpr ana", "-alpr", "alpr:0:0", ""])
def test_a_name_that_no_user_can_have_is_told_and_nothing_is_made(name: str) -> None:
    before = pwd.getpwall()
    with pytest.raises(ConfigError, match="can't be made"):
        osusers.ensure(name, NOWHERE, kind="person")
    assert pwd.getpwall() == before
