"""What it tries: a script in ana's own page confirms her wide search, with her cookies and by a real form.

What stops it: the person's own password, which no script has, is asked on the Hub's page (464.5.1, 464.10(b)).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from tests.bypass.attack import Control, Ground
from tests.bypass.script import believed, in_lab, stopped

pytestmark = pytest.mark.browser
PATTERN = "7?B*"
"""Few fixed characters, so that ana is asked again."""
NOW = datetime.now(UTC)
WINDOW = {"start": (NOW - timedelta(days=28)).isoformat(), "end": NOW.isoformat()}


def test_blocked(strong: Ground, chromium: Browser) -> None:
    """The script's yes ends before the field for the password; nothing is answered and nothing found."""
    stopped(chromium, strong, "ana", PATTERN, WINDOW)


def test_page_is_cut_off_from_its_opener(strong: Ground, chromium: Browser) -> None:
    """A script that opens the page keeps no handle on it, to read or to fill it in."""
    page = in_lab(chromium, strong, "ana")
    with page.context.expect_page() as opened:
        page.evaluate("window.edge = window.open('/services/edge/assents')")
    opened.value.wait_for_load_state()
    assert opened.value.get_by_role("heading", level=1).count() == 1
    page.wait_for_function("window.edge.closed")  # the browser tells the opener a moment after the page is there
    page.context.close()


def test_control(weak: Control, chromium: Browser) -> None:
    """When whoever is signed in is believed, the script confirms what it likes."""
    believed(chromium, weak, "ana", PATTERN, WINDOW)
