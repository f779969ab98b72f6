"""464.3: a closed list of purposes of use, each resting on its section."""

from __future__ import annotations

import pytest

from workbench.policy.purpose import CATEGORY_LABELS, Category, problems
from workbench.policy.sections import Section

pytestmark = pytest.mark.section("464.3")

NARRATIVE = "Grey pick-up taken from a driveway on Orange Avenue overnight."
WHY = "The owner remembers the plate beginning with 7ABC."


@pytest.mark.parametrize("category", Category, ids=str)
def test_each_listed_purpose_may_be_declared(category: Category) -> None:
    assert problems(category.value, "2026-00417", NARRATIVE, WHY) == {}


@pytest.mark.parametrize(
    "category", ["", "other", "curiosity", "Stolen or wanted vehicle", "STOLEN_PLATE", "stolen_plate "]
)
def test_nothing_else_is_a_purpose(category: str) -> None:
    assert problems(category, "2026-00417", NARRATIVE, WHY).keys() == {"category"}


@pytest.mark.parametrize("category", Category, ids=str)
def test_each_listed_purpose_names_the_section_it_rests_on(category: Category) -> None:
    label, section = CATEGORY_LABELS[category]
    assert label
    assert section in set(Section)
