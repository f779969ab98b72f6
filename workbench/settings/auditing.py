"""The section of the configuration file on audits (464.6, 464.10(c))."""

from __future__ import annotations

from pydantic import StrictInt

from workbench.policy.sections import Section
from workbench.settings.parts import Part, key


class Audit(Part):
    """Quarterly audits of the access log (464.6)."""

    due_days: StrictInt = key(
        30, "Days after a quarter's end by which its audit is to be sealed.", Section.MONITORING, ge=1, le=92
    )
