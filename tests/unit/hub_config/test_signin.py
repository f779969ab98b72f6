"""Password, lock and one-time code (464.5.1)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from hub_config.accounts import Accounts
from hub_config.signin import SignIn, Verdict
from tests.unit.hub_config.conftest import NOON, PASSWORD
from workbench.policy.roles import Role

pytestmark = pytest.mark.section("464.5.1")


def test_the_right_password_admits(sign_in: SignIn) -> None:
    assert sign_in.attempt("ana", PASSWORD, "", NOON).verdict is Verdict.ADMITTED


@pytest.mark.parametrize(
    ("name", "password", "verdict"),
    [
        ("ana", "", Verdict.PASSWORD),
        ("ana", "wrong", Verdict.PASSWORD),
        ("bob", PASSWORD, Verdict.UNKNOWN),
        ("", "", Verdict.UNKNOWN),
        ("ANA", PASSWORD, Verdict.UNKNOWN),
        ("ana' OR '1'='1", PASSWORD, Verdict.UNKNOWN),
    ],
)
def test_anything_else_does_not(sign_in: SignIn, name: str, password: str, verdict: Verdict) -> None:
    assert sign_in.attempt(name, password, "", NOON).verdict is verdict


def test_a_disabled_account_is_refused(sign_in: SignIn) -> None:
    sign_in.accounts.set_disabled("ana", disabled=True)
    assert sign_in.attempt("ana", PASSWORD, "", NOON).verdict is Verdict.DISABLED


def test_a_first_password_admits_nobody_before_it_is_changed(sign_in: SignIn) -> None:
    sign_in.accounts.add("bob", PASSWORD, [Role.OFFICER])
    attempt = sign_in.attempt("bob", PASSWORD, "", NOON)
    assert attempt.verdict is Verdict.MUST_CHANGE
    assert attempt.account is not None
    sign_in.change(attempt.account, "chosen by bob himself".replace("bob", "him"))
    assert sign_in.attempt("bob", "chosen by him himself", "", NOON).verdict is Verdict.ADMITTED


@pytest.mark.parametrize("name", ["ana", "nobody"])
def test_five_failures_lock_a_name_known_or_not(sign_in: SignIn, name: str) -> None:
    attempts = [sign_in.attempt(name, "wrong", "", NOON + timedelta(seconds=n)) for n in range(5)]
    assert [attempt.locks for attempt in attempts] == [False, False, False, False, True]
    assert sign_in.attempt(name, PASSWORD, "", NOON + timedelta(minutes=14)).verdict is Verdict.LOCKED


def test_a_lock_ends_after_fifteen_minutes(sign_in: SignIn) -> None:
    for _ in range(5):
        sign_in.attempt("ana", "wrong", "", NOON)
    assert sign_in.attempt("ana", PASSWORD, "", NOON + timedelta(minutes=16)).verdict is Verdict.ADMITTED


def test_a_lock_outlives_the_process(sign_in: SignIn, tmp_path: Path) -> None:
    for _ in range(5):
        sign_in.attempt("ana", "wrong", "", NOON)
    again = SignIn(Accounts.open(tmp_path / "accounts.sqlite"))
    assert again.attempt("ana", PASSWORD, "", NOON).verdict is Verdict.LOCKED


def test_four_failures_and_a_success_start_the_count_anew(sign_in: SignIn) -> None:
    for _ in range(2):
        for _ in range(4):
            sign_in.attempt("ana", "wrong", "", NOON)
        assert sign_in.attempt("ana", PASSWORD, "", NOON).verdict is Verdict.ADMITTED
        sign_in.settle("ana")


def test_failures_spread_over_more_than_fifteen_minutes_do_not_lock(sign_in: SignIn) -> None:
    for n in range(8):
        assert not sign_in.attempt("ana", "wrong", "", NOON + timedelta(minutes=4 * n)).locks


def test_attempts_made_at_the_same_time_do_not_outrun_the_count(sign_in: SignIn) -> None:
    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(lambda _: sign_in.attempt("ana", "wrong", "", NOON).verdict, range(12)))
    assert verdicts.count(Verdict.PASSWORD) == 5
    assert verdicts.count(Verdict.LOCKED) == 7


def test_the_administrator_can_unlock(sign_in: SignIn) -> None:
    for _ in range(5):
        sign_in.attempt("ana", "wrong", "", NOON)
    sign_in.lockout.clear("ana")
    assert sign_in.attempt("ana", PASSWORD, "", NOON).verdict is Verdict.ADMITTED


def test_a_one_time_code_is_asked_of_whoever_enrolled(sign_in: SignIn) -> None:
    secret = sign_in.accounts.enrol("ana")
    code = pyotp.TOTP(secret).at(NOON)
    assert sign_in.attempt("ana", PASSWORD, "", NOON).verdict is Verdict.CODE
    assert sign_in.attempt("ana", "wrong", code, NOON).verdict is Verdict.PASSWORD
    assert sign_in.attempt("ana", PASSWORD, f"{code[:3]} {code[3:]}", NOON).verdict is Verdict.ADMITTED


def test_no_code_counts_twice(sign_in: SignIn) -> None:
    code = pyotp.TOTP(sign_in.accounts.enrol("ana")).at(NOON)
    assert sign_in.attempt("ana", PASSWORD, code, NOON).verdict is Verdict.ADMITTED
    assert sign_in.attempt("ana", PASSWORD, code, NOON).verdict is Verdict.CODE


def test_a_code_before_one_that_was_used_does_not_count(sign_in: SignIn) -> None:
    generator = pyotp.TOTP(sign_in.accounts.enrol("ana"))
    assert sign_in.attempt("ana", PASSWORD, generator.at(NOON), NOON).verdict is Verdict.ADMITTED
    earlier = generator.at(NOON - timedelta(seconds=30))
    assert sign_in.attempt("ana", PASSWORD, earlier, NOON).verdict is Verdict.CODE


def test_one_code_used_at_the_same_time_admits_once(sign_in: SignIn) -> None:
    code = pyotp.TOTP(sign_in.accounts.enrol("ana")).at(NOON)
    with ThreadPoolExecutor(4) as pool:
        verdicts = list(pool.map(lambda _: sign_in.attempt("ana", PASSWORD, code, NOON).verdict, range(4)))
    assert verdicts.count(Verdict.ADMITTED) == 1


@pytest.mark.parametrize("drift", [-90, -60, 60, 90])
def test_an_old_or_future_code_does_not_count(sign_in: SignIn, drift: int) -> None:
    code = pyotp.TOTP(sign_in.accounts.enrol("ana")).at(NOON + timedelta(seconds=drift))
    assert sign_in.attempt("ana", PASSWORD, code, NOON).verdict is Verdict.CODE
