"""The section of the configuration file on sharing with other agencies (464.9, 464.11)."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StrictInt

from workbench.policy.sections import Section
from workbench.policy.sharing import SHAREABLE, AgencyType
from workbench.settings.parts import Part, key, once


class Sharing(Part):
    """With whom reads may be shared; they are never sold, whatever stands here."""

    agency_types: Annotated[tuple[AgencyType, ...], AfterValidator(once)] = key(
        SHAREABLE,
        "Types of agencies that may be given reads. out_of_state, federal and private are against the law as the\n"
        "Attorney General reads it (Civil Code 1798.90.55, bulletin 2023-DLE-06): add one on counsel's word alone.",
        Section.RELEASE,
    )
    agreement_days: StrictInt = key(
        366, "Days that an agreement lasts at most; then it is made anew.", Section.RETENTION, ge=1, le=5 * 366
    )
    release_days: StrictInt = key(
        30,
        "Days from its approval in which a request is fulfilled; after them it is entered and approved anew.",
        Section.RELEASE,
        ge=1,
        le=366,
    )
