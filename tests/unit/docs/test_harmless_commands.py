"""Commands of the documentation that change nothing outside of their own files are typed as the pages have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.accesslog.logs import checkpoint_of, cosigned, leaves, policy_of, time_of
from tests.unit.accesslog.worlds import laid
from tests.unit.cli.conftest import Run, workbench
from tests.unit.docs.pages import commands
from tests.unit.docs.test_commands import HARMLESS
from tests.unit.ocr.drawn import encoded, photograph
from workbench.accesslog.tlog_policy_file import written_policy
from workbench.settings import sample

__all__ = ["workbench"]
RECORDS = leaves(30)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands are typed, with the files that they name."""
    monkeypatch.chdir(tmp_path)
    laid(tmp_path / "EXPORT", RECORDS, cosigned(checkpoint_of(RECORDS), time_of(RECORDS[-1])))
    (tmp_path / "POLICY").write_bytes(written_policy(policy_of()))
    kept = cosigned(checkpoint_of(RECORDS[:20]), time_of(RECORDS[19]))
    (tmp_path / "YESTERDAYS_CHECKPOINT").write_bytes(kept.encode())
    (tmp_path / "FILE").write_bytes(encoded(photograph("7ABC123")))
    (tmp_path / "CONFIG").write_text(sample(), "utf-8")
    return tmp_path


TYPED = {
    "workbench log verify EXPORT --policy POLICY --since YESTERDAYS_CHECKPOINT": (0, "Verified: log.example.org"),
    "workbench ocr read --region us FILE --json": (0, "7ABC123"),
    "workbench models status": (0, "rapidocr: can be used"),
    "workbench models verify": (0, "PP-OCRv6_rec_small.onnx: good"),
    "workbench settings check CONFIG": (0, "CONFIG: good"),
    "workbench settings sample": (0, "time_zone = "),
    "workbench witness key witness.example.org/w1 KEYFILE": (0, "witness.example.org/w1+"),
    "workbench evidence verify FILE --policy POLICY": (1, ""),
}
"""As the pages have them, with how each ends and what it prints."""


@pytest.mark.parametrize("line", TYPED)
def test_a_command_does_what_the_page_says(workbench: Run, line: str) -> None:
    done = workbench(*line.split()[1:])
    assert (done.code, TYPED[line][1] in done.out) == (TYPED[line][0], True), done.told


def test_each_of_them_stands_in_a_page_and_each_harmless_one_is_typed() -> None:
    assert {" ".join(line.split()[:3]) for line in TYPED} == HARMLESS
    assert TYPED.keys() <= {f"{said.program} {' '.join(said.words)}" for said in commands()}
