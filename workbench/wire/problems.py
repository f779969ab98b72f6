"""How an error travels (RFC 9457, 464.5): its words and fields; its diagnostic stays behind."""

from __future__ import annotations

from workbench.errors import AssentRequired, BadInput, PatternError, PurposeRejected, WorkbenchError
from workbench.wire.base import Problem


def to_problem(error: WorkbenchError) -> Problem:
    """The message that stands for an error."""
    return Problem(
        kind=error.kind,
        title=error.message,
        status=error.status,
        how=error.how,
        section=error.section,
        where=error.where if isinstance(error, BadInput) else "",
        position=error.position if isinstance(error, PatternError) else None,
        fields=error.problems if isinstance(error, PurposeRejected) else {},
        assent=error.assent if isinstance(error, AssentRequired) else "",
        page=error.page if isinstance(error, AssentRequired) else "",
    )
