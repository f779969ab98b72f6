"""What it tries: a script in the administrator's own page approves ana's search for two characters.

What stops it: the person's own password, which no script has, is asked on the Hub's page (464.5.1, 464.10(b)).
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.bypass.attack import Control, Ground
from tests.bypass.script import believed, stopped

pytestmark = pytest.mark.browser
PATTERN = "7K*"
"""Two fixed characters, without a window: an administrator has to approve."""


def test_blocked(strong: Ground, chromium: Browser) -> None:
    """The script's yes ends before the field for the password; nothing is answered and nothing found."""
    stopped(chromium, strong, "adam", PATTERN, None)


def test_control(weak: Control, chromium: Browser) -> None:
    """When whoever is signed in is believed, the administrator approves what he never saw."""
    believed(chromium, weak, "adam", PATTERN, None)
