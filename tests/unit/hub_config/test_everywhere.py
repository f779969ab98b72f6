"""What the Hub tells browsers, wherever people's servers run (464.10(a))."""

from __future__ import annotations

from pathlib import Path

import pytest
from traitlets.config import Config

from hub_config import everywhere
from hub_config.configure import configure
from hub_config.runtime import Runtime

pytestmark = pytest.mark.section("464.10(a)")


@pytest.mark.parametrize(
    ("domain", "told"), [("https://alpr.example.gov", everywhere.BY_TLS), ("alpr.localhost", None)]
)
def test_browsers_come_by_tls_alone_where_they_can(domain: str, told: str | None, tmp_path: Path) -> None:
    configure(tmp_path, 8100, isolated=True, demo=False, domain=domain)
    c = Config()
    everywhere.assign(c, Runtime.load(tmp_path / "config" / "workbench.toml", "mark"))
    assert c.JupyterHub.tornado_settings["headers"].get("Strict-Transport-Security") == told
