"""Passwords (464.5.1, 464.5.2): kept as argon2id; what a new one must be, the policy says."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workbench.policy.accounts import password_problem

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

# argon2-cffi's defaults are RFC 9106's low-memory profile: argon2id, 64 MiB, three passes, four lanes.
_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher.hash(password)


@cache
def nobodys() -> str:
    """The hash of a password that nobody has, so that an unknown name costs the same time as a known one."""
    return hashed(secrets.token_urlsafe(32))


def matches(stored: str, password: str) -> bool:
    """Whether the password is the one; False too when the stored hash can't be read."""
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def generated() -> str:
    """A password that can be read out: four groups of five characters, 99 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))


def problem(name: str, old: str, new: str, again: str) -> str:
    """What is wrong with a new password, for the person who chose it; empty when it may be set."""
    if new != again:
        return "The two new passwords differ. Type the new one twice."
    if new == old:
        return "Choose a password that differs from the present one."
    return password_problem(new, name)
