"""A purpose that was stated beforehand (464.5(4)), for a run in which nobody can be asked.

The environment variable holds it, as for nbconvert and papermill: a JSON object with the fields of a purpose. It is
declared like any other, so the custodian may reject it, and it is kept in the access log under the caller's name.
"""

from __future__ import annotations

import os

from workbench.errors import BadInput, PurposeRequired
from workbench.wire.purpose import PurposeDraft

ENVIRONMENT = "ALPR_PURPOSE"
_HOW = "Set it to a JSON object with category, case_number, narrative and why_this_plate."


def stated() -> str:
    """What the environment states; empty when it states nothing."""
    return os.environ.get(ENVIRONMENT, "").strip()


def draft_of(text: str) -> PurposeDraft:
    """The purpose that is stated; ``BadInput`` when that is none."""
    try:
        return PurposeDraft.model_validate_json(text)
    except ValueError:
        raise BadInput(
            f"The environment variable {ENVIRONMENT} does not hold a purpose.",
            where=ENVIRONMENT,
            how=_HOW,
            section="464.5(4)",
        ) from None


def prepared() -> PurposeDraft:
    """The purpose that the environment states; ``PurposeRequired`` when it states nothing, ``BadInput`` as above."""
    if text := stated():
        return draft_of(text)
    raise PurposeRequired(
        f"No purpose is stated: the environment variable {ENVIRONMENT} is empty.", how=_HOW, section="464.5(4)"
    )
