"""One-time codes are set up by the person and proved first; recovery codes count once (464.5.1)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from hub_config import totp
from hub_config.accounts import Accounts
from hub_config.second_factor import ENROLMENT_LASTS, RECOVERY_CODES, SecondFactor
from hub_config.signin import SignIn, Verdict
from tests.unit.hub_config.conftest import NOON, PASSWORD

pytestmark = pytest.mark.section("464.5.1")


def enrolled(accounts: Accounts, name: str = "ana") -> tuple[str, list[str]]:
    """The secret that counts now, and the recovery codes."""
    second = SecondFactor(accounts)
    begun = second.begin(name, NOON)
    step = totp.accepted(begun.secret, pyotp.TOTP(begun.secret).at(NOON), NOON, None)
    assert step is not None
    codes = second.finish(begun, step)
    assert codes is not None
    return begun.secret, codes


def test_a_secret_that_was_only_shown_locks_nobody_out(sign_in: SignIn) -> None:
    sign_in.second.begin("ana", NOON)
    assert sign_in.attempt("ana", PASSWORD, "", NOON).verdict is Verdict.ADMITTED


def test_the_code_that_proved_it_signs_nobody_in_again_and_the_next_one_does(sign_in: SignIn) -> None:
    secret, _ = enrolled(sign_in.accounts)
    code = pyotp.TOTP(secret)
    assert sign_in.attempt("ana", PASSWORD, "", NOON).verdict is Verdict.CODE
    assert sign_in.attempt("ana", PASSWORD, code.at(NOON), NOON).verdict is Verdict.CODE
    later = NOON + timedelta(seconds=totp.STEP)
    assert sign_in.attempt("ana", PASSWORD, code.at(later), later).verdict is Verdict.ADMITTED


def test_a_recovery_code_counts_once_and_only_for_its_person(sign_in: SignIn) -> None:
    _, codes = enrolled(sign_in.accounts)
    assert len(set(codes)) == RECOVERY_CODES
    sign_in.accounts.add("bob", PASSWORD, [], must_change=False)
    _, others = enrolled(sign_in.accounts, "bob")
    assert sign_in.attempt("ana", PASSWORD, others[0], NOON).verdict is Verdict.CODE
    attempt = sign_in.attempt("ana", PASSWORD, f" {codes[0].upper()} ", NOON)
    assert (attempt.verdict, attempt.recovered) == (Verdict.ADMITTED, True)
    assert sign_in.second.left("ana") == RECOVERY_CODES - 1
    assert sign_in.attempt("ana", PASSWORD, codes[0], NOON).verdict is Verdict.CODE
    assert sign_in.second.left("bob") == RECOVERY_CODES


def test_a_recovery_code_without_the_password_opens_nothing_and_is_not_spent(sign_in: SignIn) -> None:
    _, codes = enrolled(sign_in.accounts)
    assert sign_in.attempt("ana", "wrong", codes[0], NOON).verdict is Verdict.PASSWORD
    assert sign_in.second.left("ana") == RECOVERY_CODES


def test_an_enrolment_is_finished_once_within_ten_minutes_and_a_second_one_ends_the_first(accounts: Accounts) -> None:
    second = SecondFactor(accounts)
    first, again = second.begin("ana", NOON), second.begin("ana", NOON)
    assert second.waiting(first.token, NOON) is None
    assert second.finish(first, 1) is None
    assert second.waiting(again.token, NOON + ENROLMENT_LASTS) is None
    assert second.waiting(again.token, NOON) == again
    assert second.finish(again, 1) is not None
    assert second.finish(again, 1) is None


def test_new_codes_end_the_old_ones_also_when_the_operator_gives_them(accounts: Accounts) -> None:
    second = SecondFactor(accounts)
    _, old = enrolled(accounts)
    enrolled(accounts)
    assert not second.recover("ana", old[0])
    accounts.enrol("ana")
    assert second.left("ana") == 0


def test_neither_tokens_nor_recovery_codes_stand_in_the_register(accounts: Accounts, tmp_path: Path) -> None:
    begun = SecondFactor(accounts).begin("ana", NOON)
    _, codes = enrolled(accounts, "ana")
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"ana" in kept
    for said in (begun.token, *codes, *(code.replace("-", "") for code in codes)):
        assert said.encode() not in kept


def test_where_codes_are_required_nobody_gets_in_before_they_are_set_up(accounts: Accounts) -> None:
    strict = SignIn(accounts, codes_required=True)
    assert strict.attempt("ana", PASSWORD, "", NOON).verdict is Verdict.MUST_ENROL
    enrolled(accounts)
    later = NOON + timedelta(seconds=totp.STEP)
    secret = accounts.get("ana")
    assert secret is not None
    assert secret.totp_secret is not None
    assert strict.attempt("ana", PASSWORD, pyotp.TOTP(secret.totp_secret).at(later), later).verdict is Verdict.ADMITTED
