"""The log's keys for commands that run as the custodian's OS user (464.5, 464.10(a))."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.accesslog.keyring import Keyring
from workbench.errors import ConfigError
from workbench.settings import Settings


@contextmanager
def keys_of(config: Path) -> Iterator[tuple[Settings, Keyring]]:
    """What a configuration file says, and its keys; ``ConfigError`` for any other OS user."""
    settings = Settings.load(config)
    folder = Path(settings.log.keys)
    try:
        owner = folder.stat().st_uid
    except OSError as error:
        raise ConfigError(f"The log's keys can't be reached: {folder}: {error.strerror}.", section="464.5") from error
    if owner != os.geteuid():
        raise ConfigError(
            f"{folder} belongs to another OS user (uid {owner}).",
            how="Run this as that user, with sudo -u.",
            section="464.10(a)",
        )
    keys = Keyring(folder)
    try:
        yield settings, keys
    finally:
        keys.close()
