"""Whether two states can be the same (464.7(g)): only what both know keeps a read and an entry apart."""

from __future__ import annotations

import pytest

from workbench.collection.regions import agree


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("CA", "CA", True),
        ("CA", "AZ", False),
        ("CA", None, True),
        (None, None, True),
        ("CA", "USA", True),
        ("CA", "MEX", False),
        ("CA", "CAN", False),
        ("CA", "CA-ON", False),
        ("CAN", "CA-ON", True),
        ("USA", "MEX", False),
        ("USA", "USA", True),
        ("MX-BCN", "MX-SON", False),
        ("MX-BCN", "MEX", True),
        ("MX-BCN", "AZ", False),
        ("CA", "KANSAI", True),
        ("CA", "XX-12", True),
        ("KANSAI", "KANSAI", True),
    ],
)
def test_what_both_know_decides(one: str | None, other: str | None, same: bool) -> None:
    assert agree(one, other) is same
    assert agree(other, one) is same
