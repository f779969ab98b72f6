"""A real browser before the real Hub; whatever it asks for outside loopback is kept and must be nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.visit import Visit
from tests.house import House

expect.set_options(timeout=30_000)  # a machine that does other work besides


@pytest.fixture
def visit(chromium: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """A browser window of its own."""
    with window(chromium, house, tmp_path_factory.mktemp("pictures")) as visiting:
        yield visiting


@pytest.fixture(scope="module")
def staying(chromium: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """A window that stays open from one test of a file to the next; no other of them may sign its person in anew."""
    with window(chromium, house, tmp_path_factory.mktemp("pictures")) as visiting:
        yield visiting


@contextmanager
def window(chromium: Browser, house: House, pictures: Path) -> Iterator[Visit]:
    """A window for this block; nothing outside was asked for in it, and no page failed."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    visiting = Visit(context, house, pictures)
    yield visiting
    context.close()
    assert visiting.outside == []
    assert visiting.errors == []
