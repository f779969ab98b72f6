from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.ui.fakes import FakeSearcher, me
from workbench.policy.roles import GRANTS, Operation, Role
from workbench.ui.start.model import CARDS, cards, facts, next_step
from workbench.ui.start.view import StartPanel, app
from workbench.wire.purpose import Due

ROOT = Path(__file__).parents[3]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_each_role_is_offered_what_it_may_do_and_nothing_else() -> None:
    offered = {
        role: [card.title for card in cards(me(operations=[each.value for each in GRANTS[role]]))] for role in Role
    }
    assert offered[Role.VENDOR] == []
    assert offered[Role.AUDITOR] == ["Access log", "Audits", "Breaches", "Training"]
    searches = ["Search by a partial plate", "Canvass scenes", "One vehicle"]
    duties = ["Releases and sharing", "Breaches"]
    assert offered[Role.OFFICER] == [*searches, "Review reads", "Hits", *duties, "Cookbook", "Training"]
    assert {*searches, "Hits"}.isdisjoint(offered[Role.ADMINISTRATOR])
    assert [role for role in Role if "Hotlists" in offered[role]] == [Role.ADMINISTRATOR]


def test_the_first_card_leads_to_what_is_advised() -> None:
    first = {role: cards(me(operations=[each.value for each in GRANTS[role]]))[:1] for role in Role}
    assert [card.title for card in first[Role.ADMINISTRATOR]] == ["Access log"]
    assert [card.title for card in first[Role.TRAINER]] == ["Training sessions and sign-off"]
    assert [card.title for card in first[Role.ANALYST]] == ["Search by a partial plate"]


def test_an_untrained_person_is_led_to_the_training_first() -> None:
    assert cards(me(trained=False))[0].needs is Operation.LEARN


@pytest.mark.section("464.6")
def test_an_overdue_audit_is_marked_and_leads_to_the_notebook_of_audits() -> None:
    text = "Overdue: the audit of 2026-Q2 and 2026-Q3."
    late = Due(text=text, notebook="audit.ipynb", section="464.6", pressing=True)
    (line,) = StartPanel(me(due=[late])).due.entries
    assert (line["title"], line["notebook"]) == ("Overdue: the audit of 2026-Q2 and 2026-Q3 (464.6).", "audit.ipynb")
    assert line["tone"] == "warn"


@pytest.mark.parametrize(
    ("roles", "trained", "says"),
    [
        ([Role.ANALYST], True, "Open the search"),
        ([Role.OFFICER], False, "First complete your training"),
        ([Role.ADMINISTRATOR], True, "Look through the access log"),
        ([Role.TRAINER], True, "sign-off"),
        ([], True, "Ask the ALPR administrator"),
    ],
)
def test_everybody_is_told_what_to_do_next(roles: list[Role], trained: bool, says: str) -> None:
    operations = [operation.value for role in roles for operation in GRANTS[role]]
    assert says in next_step(me(trained=trained, operations=operations))


def test_pages_to_answer_on_are_of_this_site() -> None:
    pages = [card.page for card in CARDS if card.page]
    assert pages
    assert all(page.startswith("/services/edge/") for page in pages)


def test_missing_roles_and_sources_say_whom_to_ask() -> None:
    told = dict(facts(me(roles=[], sources=[])))
    assert "ALPR administrator" in told["Roles"]
    assert "ALPR administrator" in told["Sources granted"]


def test_somebody_without_any_role_still_gets_a_page() -> None:
    panel = app(FakeSearcher(who=me(roles=[], operations=[])))
    assert any("Your roles open nothing here" in str(getattr(each, "value", "")) for each in panel.children)


def test_every_card_leads_to_a_notebook_that_exists() -> None:
    names = {path.name for path in NOTEBOOKS}
    assert {card.notebook for card in CARDS if not card.page} <= names


PANELS = [path for path in NOTEBOOKS if path.stem != "cookbook"]
"""The cookbook is the exception: it is for people who write code, and made of code."""


@pytest.mark.parametrize("path", PANELS, ids=lambda path: path.stem)
def test_a_notebook_is_a_title_one_import_and_one_call(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    title, code = notebook["cells"]
    assert "".join(title["source"]).startswith("# ")
    assert code["outputs"] == []
    assert code["execution_count"] is None
    assert code["metadata"]["jupyter"]["source_hidden"] is True
    assert len([line for line in "".join(code["source"]).splitlines() if line]) == 2
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert "widgets" not in notebook["metadata"]


def test_the_panels_never_reach_the_gate_the_store_or_the_log() -> None:
    rooms = [
        "search",
        "map",
        "table",
        "log",
        "training",
        "ingest",
        "start",
        "holds",
        "retention",
        "releases",
        "publication",
        "breaches",
        "hits",
        "hotlists",
        "taking",
    ]
    rooms += ["canvass", "vehicle", "partial_plate", "audit"]
    script = f"""
import importlib, sys
for room in {rooms!r}:
    importlib.import_module("workbench.ui." + room)
floors = ("workbench.gate", "workbench.store", "workbench.accesslog", "workbench.custodian", "sqlalchemy")
sys.exit(", ".join(name for name in sys.modules if name.startswith(floors)) or 0)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_waits_for_somebody_stands_on_the_first_page_and_nothing_where_nothing_does() -> None:
    due = Due(text="Holds to be looked at again: 24-00417.", notebook="holds.ipynb", section="464.9")
    (line,) = StartPanel(me(due=[due])).due.entries
    assert (line["title"], "tone" in line) == ("Holds to be looked at again: 24-00417 (464.9).", False)
    assert StartPanel(me()).due not in StartPanel(me()).children
