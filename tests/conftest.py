"""What all tests share: one running product a session, and a browser a module."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Error, sync_playwright

from tests import custodian as parts
from tests.bypass.table import pytest_terminal_summary
from tests.house import House, opened
from tests.past import before_the_first_start
from tests.postgres import postgres
from tests.sharing import scheduler as pytest_xdist_make_scheduler
from tests.spark import spark
from tests.waiting import until
from workbench.custodian.demonstration import BATCH
from workbench.store.registers import Registers
from workbench.wire.photographs import BatchState

__all__ = ["postgres", "pytest_terminal_summary", "pytest_xdist_make_scheduler", "spark"]

# How long one example takes says something of the machine, not of the product.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

WITHOUT = (
    # Two processes a window for the list under the address bar, which no test opens: a third of what it computes.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # What Playwright turns off itself: the last list that the browser is given is the one that counts.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
"""Features of the browser that our tests go without."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(WITHOUT)}",
)

TEXT = "<button>Sign in</button><input value=name><code>7ABC123</code><h1 style='font: 2em system-ui'>Reads \u8eca</h1>"
"""Something of each kind of letter that pages are written in, and one that no font at hand may have."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the end what only waits for something that goes on by itself meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("afterwards") is not None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Not for the session: Playwright holds this thread's event loop until it is closed."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "bin/test installs chromium; none is on the path"
    with sync_playwright() as playwright:
        browser = _has_drawn(lambda: playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS)))
        yield browser
        browser.close()


def _has_drawn(start: Callable[[], Browser], starts: int = 3) -> Browser:
    """A browser that has drawn text once.

    One of its threads was seen to fault in bookworm's fontconfig (2.14) at its first page, which ends the browser and
    says nothing of ours. Whatever ends it there is told as a warning, and another one is started.
    """
    browser = start()
    try:
        with closing(browser.new_page()) as page:
            page.set_content(TEXT)
            page.screenshot()
    except Error as error:
        if browser.is_connected() or starts == 1:
            raise
        warnings.warn(f"the browser ended while it drew its first page: {error}", stacklevel=1)
        return _has_drawn(start, starts - 1)
    return browser


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The product as ``bin/up`` starts it, with its demonstration agency and a log from years before."""
    with opened(before=before_the_first_start) as running:
        until(lambda: photographs_are_read(running), 180, why=lambda: "the demonstration's photographs were not read")
        yield running


def photographs_are_read(house: House) -> bool:
    """Whether the demonstration is whole: nothing of its own comes in while the tests look."""
    with closing(Registers.open(f"sqlite:///{house.data / 'custodian' / 'registers.sqlite'}")) as registers:
        return registers.photograph_batches.progress(BATCH).state is BatchState.DONE


@pytest.fixture(scope="session")
def custodian() -> Iterator[parts.Custodian]:
    """A custodian and a Hub without the rest of the house."""
    with tempfile.TemporaryDirectory(prefix="c") as folder, parts.opened(Path(folder)) as running:
        yield running
