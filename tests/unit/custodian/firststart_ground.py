"""A new agency's data folder, and its first start with fewer reads and photographs than the product's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.custodian import firststart
from workbench.custodian.bootstrap import Custodian
from workbench.custodian.services import Services
from workbench.settings import Settings, sample

READS, PHOTOGRAPHS = 1_000, 2


def prepared(folder: Path, *, demo: bool = True) -> Path:
    """A data folder as ``bin/up`` makes it; its configuration."""
    (folder / "custodian").mkdir()
    (folder / "custodian" / "hub-secret").write_text("c" * 64)
    config = folder / "config.toml"
    config.write_text(sample({"paths.data": folder, "isolation.enforced": False, "demo.generated": demo}))
    return config


@contextmanager
def started(config: Path) -> Iterator[Services]:
    """The custodian's rooms after a start."""
    firststart.DEMO_READS = firststart.TRAINING_READS = READS
    firststart.DEMO_PHOTOGRAPHS = PHOTOGRAPHS
    with Custodian(Settings.load(config), "http://127.0.0.1:1/") as services:
        firststart.first_start(services)
        yield services


def begin(config: Path) -> None:
    """Start, and end."""
    with started(config):
        pass
