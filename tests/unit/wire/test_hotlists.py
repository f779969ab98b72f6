"""Days of hotlist entries: within the years that every zone of ours can count in, and told so (464.7.1(c))."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from workbench.wire.hotlists import HotlistOffer

pytestmark = pytest.mark.section("464.7.1(c)")


@pytest.mark.parametrize("day", ["1990-12-31", "2099-01-01"])
def test_a_day_out_of_these_years_is_told_the_years(day: str) -> None:
    with pytest.raises(ValidationError, match="Value error, must be a day from 1991 to 2098"):
        HotlistOffer.model_validate({"name": "Stolen", "source": "department", "expiry": day})


@pytest.mark.parametrize("day", ["1991-01-01", "2098-12-31"])
def test_the_first_and_the_last_day_are_taken(day: str) -> None:
    offer = HotlistOffer.model_validate({"name": "Stolen", "source": "department", "expiry": day})
    assert offer.expiry is not None
    assert offer.expiry.isoformat() == day
