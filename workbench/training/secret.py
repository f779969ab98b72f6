"""The secret of this installation's training (464.12): what is right differs from place to place.

It lies in the custodian's own folder, for nobody else to read. Choices of the quiz travel under keys made from it
and the exercise's plate is drawn from it, so neither can be worked out from the program. What it can't do: the
program and the quiz's text are no secret, so whoever reads them knows which words are right. That the trainee
understood is what the trainer's own sign-off stands for.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from workbench.errors import ConfigError

_BYTES = 32


@dataclass(frozen=True, slots=True)
class Secret:
    """A key that is never shown; ``derive`` makes from it what may be."""

    key: bytes = field(repr=False)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The secret kept there, made when there is none yet; ``ConfigError`` when that can't be done."""
        try:
            if not path.exists():
                _make(path)
            key = path.read_bytes()
        except OSError as error:
            raise ConfigError(
                f"A secret of the custodian can't be read or made: {path}.", how="Make its folder the custodian's own."
            ) from error
        if len(key) != _BYTES:
            raise ConfigError(f"A secret of the custodian is damaged: {path}.", how="Restore it from the backup.")
        return cls(key)

    def derive(self, *parts: str) -> bytes:
        """32 bytes that only this secret makes of these parts."""
        return hmac.new(self.key, "\n".join(parts).encode(), hashlib.sha256).digest()


def _make(path: Path) -> None:
    """Whole or not at all, whenever the machine stops."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(_BYTES))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
