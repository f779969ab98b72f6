"""Taking a copy of the access log out of the workbench (464.6, 464.10(b)): only after confirming it anew."""

from __future__ import annotations

from workbench.policy.decision import Assent, Decision, refuse
from workbench.policy.sections import Section


def decide_log_export() -> Decision:
    """A file can be passed on, so whoever takes one says so on a signed-in page; code in a notebook can't."""
    return refuse(
        Section.LEGITIMATE_PURPOSE,
        "A copy of the access log leaves the workbench, so you confirm it first.",
        "Confirm it on the signed-in page, then ask again.",
        Assent.OWN,
    )
