"""How long a hotlist counts as current (464.7(g)), and how long an entry of our own may last (464.7.1(c))."""

from __future__ import annotations

from pydantic import StrictInt

from workbench.policy.sections import Section
from workbench.settings.parts import Part, key


class Hotlists(Part):
    """Lists that reads are matched with."""

    stale_hours: StrictInt = key(
        24, "Hours after which a version of a list is called stale, beside each of its hits too.",
        Section.VERIFY_FIRST, ge=1, le=24 * 31,
    )  # fmt: skip
    expiring_days: StrictInt = key(7, "Days before its expiry in which an entry is called expiring.", ge=1, le=90)
    own_days: StrictInt = key(
        90, "Days that an entry of our own may last; then somebody has to vouch for it anew.",
        Section.NO_PERSONAL_USE, ge=1, le=366,
    )  # fmt: skip
