"""Whatever shows reads shows them as people reviewed them (464.7(g)): the plain store is for what takes reads in."""

from __future__ import annotations

from pathlib import Path

import pytest

import workbench.custodian

pytestmark = pytest.mark.section("464.7(g)")

PLAIN = {"background.py", "bootstrap.py", "demonstration.py", "firststart.py"}
PLAIN |= {f"routes/{name}.py" for name in ("ingest", "purging", "reviews")}
"""What takes reads in or away, and the reviews themselves, which say what was observed."""


def test_no_search_and_no_export_goes_past_the_reviews() -> None:
    folder = Path(workbench.custodian.__file__).parent
    found = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        if any(word in path.read_text("utf-8") for word in (".stores[", "stores[Realm"))
    }
    assert found <= PLAIN
