"""Whoever signs in while many servers start is told so, and let in by itself (464.5.1)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader

import hub_config

pytestmark = pytest.mark.section("464.5.1")


def test_the_page_says_what_is_waited_for_and_asks_again_without_a_script() -> None:
    hubs_own = FileSystemLoader(Path(sys.prefix) / "share" / "jupyterhub" / "templates")
    ours = FileSystemLoader(Path(hub_config.__file__).parent / "templates")
    pages = Environment(loader=ChoiceLoader([PrefixLoader({"templates": hubs_own}), ours, hubs_own]), autoescape=True)
    page = pages.get_template("429.html").render(static_url=lambda path, **_: path, base_url="/hub/", status_code=429)
    assert '<meta http-equiv="refresh"' in page
    assert "Many are signing in" in page
