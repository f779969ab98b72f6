"""One-time codes (464.5.1): RFC 6238, thirty seconds, and no code counts twice."""

from __future__ import annotations

from datetime import datetime

import pyotp

STEP = 30
DRIFT = 1
"""Steps that a clock may be off, either way."""


def new_secret() -> str:
    """A secret of 160 bits in base32, as authenticator apps take it."""
    return pyotp.random_base32()


def accepted(secret: str, code: str, now: datetime, last: int | None) -> int | None:
    """The step that the code belongs to, or None when it is wrong or its step, or a later one, was used.

    ``last`` is the step last accepted; the caller keeps what is returned before letting anybody in.
    """
    digits = code.replace(" ", "")
    generator = pyotp.TOTP(secret, interval=STEP)
    current = int(now.timestamp()) // STEP
    fresh = [step for step in range(current - DRIFT, current + DRIFT + 1) if last is None or step > last]
    return next((step for step in fresh if _same(generator.generate_otp(step), digits)), None)


def _same(expected: str, given: str) -> bool:
    return pyotp.utils.strings_equal(expected, given)
