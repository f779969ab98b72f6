"""``workbench log verify``: the words, and 0, 1 or 2 at the end (464.5, 464.10)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.accesslog.logs import checkpoint_of, cosigned, leaf, leaves, policy_of, time_of
from tests.unit.accesslog.worlds import laid
from tests.unit.cli.conftest import Run
from workbench.accesslog.tlog_policy_file import written_policy

pytestmark = pytest.mark.section("464.5")
RECORDS = leaves(30)


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """The command for an honest export, with yesterday's checkpoint."""
    laid(tmp_path / "export", RECORDS, cosigned(checkpoint_of(RECORDS), time_of(RECORDS[-1])))
    (tmp_path / "policy").write_bytes(written_policy(policy_of()))
    (tmp_path / "kept").write_bytes(cosigned(checkpoint_of(RECORDS[:20]), time_of(RECORDS[19])).encode())
    return [
        *("log", "verify", f"{tmp_path}/export"),
        *("--policy", f"{tmp_path}/policy", "--since", f"{tmp_path}/kept"),
    ]


def test_an_honest_log_is_verified(workbench: Run, words: list[str]) -> None:
    done = workbench(*words)
    assert done.code == 0
    assert "Verified: log.example.org/plates holds 30 records." in done.out
    assert "--since" not in done.out


def test_without_a_checkpoint_that_was_kept_it_says_what_that_leaves_open(workbench: Run, words: list[str]) -> None:
    done = workbench(*words[:-2])
    assert done.code == 0
    assert "with --since" in done.out


def test_a_rewritten_log_is_not_verified(workbench: Run, words: list[str], tmp_path: Path) -> None:
    changed = [*RECORDS[:3], leaf(time_of(RECORDS[3]), n="changed"), *RECORDS[4:]]
    laid(tmp_path / "export", changed, cosigned(checkpoint_of(changed), time_of(RECORDS[-1])))
    done = workbench(*words)
    assert (done.code, done.out) == (1, "")
    assert "NOT VERIFIED" in done.told
    assert "rewritten: the records do not lead to the root in the checkpoint of 20 records" in done.told


@pytest.mark.parametrize(
    ("at", "what", "why"),
    [
        (2, "none", "There is no folder"),
        (4, "none", "can't be used: No such file"),
        (6, "none", "can't be used: No such file"),
        (6, "policy", "Earlier checkpoint 1 can't be used"),
        (4, "kept", "The policy can't be used, line 1"),
    ],
)
def test_what_can_not_be_checked_is_told_apart(
    workbench: Run, words: list[str], tmp_path: Path, at: int, what: str, why: str
) -> None:
    words[at] = f"{tmp_path}/{what}"
    done = workbench(*words)
    assert done.code == 2
    assert why in done.told
