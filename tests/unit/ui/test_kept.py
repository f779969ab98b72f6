"""A panel's looks stay named in the notebook that shows it (464.5, 464.10), with their receipts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from workbench.client import released
from workbench.errors import Unavailable
from workbench.ui.kept import keep
from workbench.ui.parts import Panel, panel
from workbench.wire.log import RECORD_MEDIA_TYPE

pytestmark = pytest.mark.section("464.5", "464.10")
PROOF = "c2sp.org/tlog-proof@v1\nindex {}\n"


@pytest.fixture
def cell() -> Iterator[CapturingDisplayPublisher]:
    """What is shown in the cell of a notebook that runs."""
    shell = InteractiveShell.instance()
    shell.display_pub = shown = CapturingDisplayPublisher(shell=shell)
    yield shown
    InteractiveShell.clear_instance()


def last(cell: CapturingDisplayPublisher) -> dict[str, Any]:
    """What a front end has of the one output: the newest word on it."""
    assert {output["transient"]["display_id"] for output in cell.outputs} == {
        cell.outputs[0]["transient"]["display_id"]
    }
    assert [output["update"] for output in cell.outputs] == [False, *[True] * (len(cell.outputs) - 1)]
    return dict(cell.outputs[-1]["data"])


def test_what_arrives_after_a_panel_was_shown_is_named_with_its_receipt(cell: CapturingDisplayPublisher) -> None:
    released.note(700_001, 700_002, receipt=PROOF.format(700_002))
    panel("Search", lambda: Panel("Search", []))
    assert last(cell) == {RECORD_MEDIA_TYPE: {"records": []}}
    released.note(700_003, 700_004, receipt=PROOF.format(700_004))
    released.note(700_005)
    kept = {"records": [700_003, 700_004, 700_005], "receipts": {"700004": PROOF.format(700_004)}}
    assert last(cell) == {RECORD_MEDIA_TYPE: kept}


def test_an_answer_arrives_also_when_its_notebook_can_not_be_told(cell: CapturingDisplayPublisher) -> None:
    keep()

    def gone(*_told: Any, **_more: Any) -> None:
        raise Unavailable("The notebook is closed.")

    cell.publish = gone
    released.note(700_011, 700_012)
    assert {700_011, 700_012} <= set(released.records())


def test_of_many_receipts_the_newest_are_kept() -> None:
    numbers = range(710_000, 710_000 + released.RECEIPTS + 5)
    for number in numbers:
        released.note(number, receipt=PROOF.format(number))
    assert list(released.cited(numbers)["receipts"]) == [str(number) for number in numbers[5:]]


def test_outside_of_a_notebook_nothing_is_kept() -> None:
    keep()
    assert panel("Search", lambda: Panel("Search", [])).children
