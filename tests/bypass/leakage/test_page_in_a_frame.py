"""What it tries: a script in the administrator's notebook frames the page of questions and reads the form's key there.

What stops it: the edge's pages may stand in nobody's frame (464.10(a)).
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.bypass.attack import Control, Ground
from tests.bypass.edge import EDGE, edge_of
from tests.bypass.script import in_lab

pytestmark = pytest.mark.browser
FRAME = """
async page => {
  const frame = document.createElement("iframe");
  const loaded = new Promise(resolve => frame.addEventListener("load", resolve));
  frame.src = page;
  document.body.append(frame);
  await loaded;
  try {
    return frame.contentDocument.querySelector("input[name=form_key]").value;
  } catch (error) {
    return "";
  }
}
"""
ASK = 'search(declare(), "7K*", window=None)'


def _attack(ground: Ground, browser: Browser, without: str = "") -> str:
    """The key that the script got."""
    assent = ground.attack("ana", ASK)[0].body["assent"]
    page = in_lab(browser, ground, "adam")
    with edge_of(ground, without):
        key = str(page.evaluate(FRAME, f"{EDGE}/assents/{assent}"))
    page.context.close()
    return key


def test_blocked(strong: Ground, chromium: Browser) -> None:
    """The frame stays empty to the script."""
    assert _attack(strong, chromium) == ""


def test_control(weak: Control, chromium: Browser) -> None:
    """Where framing is allowed, the script holds what a form is believed by."""
    assert _attack(weak, chromium) == ""
    assert len(_attack(weak, chromium, "frames")) > 20
