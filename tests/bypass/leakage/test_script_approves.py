"""What it tries: a script in the administrator's own page approves ana's search for two characters.

What stops it: the person's own password, which no script has, is asked on the Hub's page (464.5.1, 464.10(b)).
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.bypass.attack import Control, Ground
from tests.bypass.script import attack

pytestmark = pytest.mark.browser
PATTERN = "7K*"
"""Two fixed characters, without a window: an administrator has to approve."""


def test_blocked(strong: Ground, chromium: Browser) -> None:
    """The script's yes ends before the field for the password; nothing is answered and nothing found."""
    before = strong.size()
    assent, heading, reads = attack(chromium, strong, "adam", PATTERN, None)
    assert (heading, reads) == ("Your password is needed", 0)
    assert strong.refused("ana", "464.7(d)", since=before)
    assert not [record for record in strong.records(action="assent.grant") if record.index >= before]
    with strong.registers() as registers:
        row = registers.assents.get(assent)
        assert row
        assert row.answered_by is None


def test_control(weak: Control, chromium: Browser) -> None:
    """When whoever is signed in is believed, the administrator approves what he never saw."""
    assert not attack(chromium, weak, "adam", PATTERN, None)[2]
    with weak.taken("step-up"):
        _, heading, reads = attack(chromium, weak, "adam", PATTERN, None)
        assert heading == "Recorded: granted"
        assert reads
