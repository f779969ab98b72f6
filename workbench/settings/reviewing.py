"""The section of the configuration file on reviews (464.7(g))."""

from __future__ import annotations

from pydantic import StrictBool, StrictInt

from workbench.policy.sections import Section
from workbench.settings.parts import Part, key


class Review(Part):
    """When a person looks at the image of a read (464.7(g))."""

    below_percent: StrictInt = key(
        80,
        "Reads of which their camera or recogniser is less certain, in percent, wait for a review.",
        Section.VERIFY_FIRST,
        ge=1,
        le=100,
    )
    two_persons: StrictBool = key(
        False, "A correction counts once a second person says the same; accepting takes one.", Section.VERIFY_FIRST
    )
