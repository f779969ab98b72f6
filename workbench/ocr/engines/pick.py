"""Choosing an engine by name, or the first that can be used (464.7(d))."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from workbench.errors import ConfigError
from workbench.ocr.engines import easy, rapid
from workbench.ocr.engines.engine import Engine, Standing

Name = Literal["auto", "rapidocr", "easyocr"]
NAMES = (rapid.NAME, easy.NAME)
"""In the order in which ``auto`` tries them."""


def standings(models: Path) -> dict[str, Standing]:
    """Whether each engine can be used here; ``models`` is the folder of models."""
    return {rapid.NAME: rapid.standing(), easy.NAME: easy.standing(models)}


def engine(name: Name, models: Path, threads: int = 2) -> Engine:
    """The engine, loaded; raises ``ConfigError`` that says what it lacks."""
    found = standings(models)
    wanted = next((each for each in NAMES if found[each].usable), rapid.NAME) if name == "auto" else name
    if not found[wanted].usable:
        raise ConfigError(f"{wanted} can't be used: {found[wanted].why}", how="See `workbench models status`.")
    if wanted == easy.NAME:
        return easy.EasyOcr(models)
    return rapid.RapidOcr(rapid.folder(), threads)
