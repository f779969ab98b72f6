"""What schemathesis can't know by itself: a refusal of what fits the schema is never one of its shape.

Pydantic tells a rule that stands in the schema in its own words, and one that we wrote in code as a value error.
"""

from __future__ import annotations

import schemathesis

OF_SHAPE = "Correct the named fields and send it again."
"""How the custodian ends a refusal by the types of a message."""


@schemathesis.check
def shape_is_as_described(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """Whoever sends what the schema allows is told of no rule that the schema could have told."""
    fits = case.meta is not None and case.meta.generation.mode.is_positive
    if not fits or response.status_code != 422 or OF_SHAPE not in response.json()["how"]:
        return
    title = response.json()["title"]
    assert "Value error, " in title, f"the schema does not tell: {title}"
