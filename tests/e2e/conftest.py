"""A real browser before the real Hub; whatever it asks for outside loopback is kept and must be nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.visit import Visit
from tests.house import House

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

expect.set_options(timeout=30_000)  # a machine that does other work besides


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Not for the session: Playwright holds this thread's event loop until it is closed."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "bin/test installs chromium; none is on the path"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """A browser window of its own."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    visiting = Visit(context, house, tmp_path_factory.mktemp("pictures"))
    yield visiting
    context.close()
    assert visiting.outside == []
    assert visiting.errors == []
