"""What a person does on a signed-in page, password included."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime

from tests.bypass.attack import Control, Ground

EDGE = "/services/edge/assents"


def confirm(ground: Ground, assent: str, by: str) -> None:
    """Say yes to a question on the product's own page; a control has none, so its register is told."""
    if isinstance(ground, Control):
        with ground.registers() as registers:
            registers.assents.answer(assent, by, True, "on the page", datetime.now(UTC), record=0)
        return
    with closing(ground.house.browser(by)) as browser:
        page = browser.get(f"{EDGE}/{assent}").text
        key = re.search(r'name="form_key" value="([^"]+)"', page)
        assert key, page[-2000:]
        asked = browser.post(EDGE, data={"assent": assent, "granted": "yes", "form_key": key[1]})
        said = ground.house.typed(browser, asked, by)
        assert "Recorded: granted" in said.text, said.text[-2000:]
