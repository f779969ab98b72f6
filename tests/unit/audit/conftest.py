"""What the tests of the audit room share."""

from __future__ import annotations

from tests.policy.conftest import station

__all__ = ["station"]
