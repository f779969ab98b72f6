"""What it tries: a reason that holds a script, which runs in the browser of the administrator who reads the log.

What stops it: the notebook's tables set every text as text; nothing that came with the data is read as HTML (464.6).
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.bypass.attack import Control, Ground
from workbench.ui import table as tables
from workbench.ui.log import model
from workbench.ui.log.tables import log_columns
from workbench.ui.table import DataTable
from workbench.wire.log import LogPage

pytestmark = pytest.mark.browser
SCRIPT = "Robbery on Adams Avenue, <img src=nothing onerror='window.ran = true'> a dark sedan fled."
REVIEW = 'call("POST", "/log/entries", {"purpose_id": declare(), "case_number": ARGUMENTS[0]})'
DRAWN = (Path(tables.__file__).parent / "table.js").read_text()
AS_TEXT = "if (!kind) inside.append(text);"
AS_HTML = "if (!kind) inside.insertAdjacentHTML('beforeend', text);"
SHOWN = "caption heads rows sort descending page pages place empty height action chosen opened detail"
SHOW = """
shown => window.draw({
  model: { get: name => shown[name], set() {}, save_changes() {}, on() {}, off() {} },
  el: document.body,
})
"""


def _attack(ground: Ground, browser: Browser, drawn: str) -> Page:
    """Ana declares it; what Adam is answered is drawn as his notebook draws it."""
    case = f"26-{secrets.randbelow(10**6):06}"
    declared = ground.attack("ana", "call('POST', '/purposes', {**WHY, **json.loads(ARGUMENTS[0])})", _draft(case))[0]
    assert declared.status == 200
    found = LogPage.model_validate(ground.attack("adam", REVIEW, case)[0].body)
    table = DataTable(log_columns("UTC"), "Records", "index")
    table.show(model.table(found))
    page = browser.new_page()
    page.add_script_tag(type="module", content=drawn.replace("export default { render }", "window.draw = render"))
    page.wait_for_function("() => Boolean(window.draw)")
    page.evaluate(SHOW, {name: getattr(table, name) for name in SHOWN.split()})
    return page


def _draft(case: str) -> str:
    return json.dumps({"case_number": case, "narrative": SCRIPT})


def test_blocked(strong: Ground, chromium: Browser) -> None:
    """He reads it, letter by letter; there is no picture that could fail."""
    page = _attack(strong, chromium, DRAWN)
    assert "onerror='window.ran = true'" in page.inner_text("body")
    assert page.locator("img").count() == 0
    assert not page.evaluate("window.ran")
    page.close()


def test_control(weak: Control, chromium: Browser) -> None:
    """A table that reads texts as HTML runs it with all that his page may do."""
    assert AS_TEXT in DRAWN
    page = _attack(weak, chromium, DRAWN.replace(AS_TEXT, AS_HTML))
    page.wait_for_function("window.ran")
    page.close()
