"""The name that a log signs under (464.5), made of whose log it is."""

from __future__ import annotations

import re


def origin_of(organisation: str) -> str:
    """The name for an organisation's log, e.g. ``demo-police-department/alpr-access-log``."""
    return f"{'-'.join(re.findall('[a-z0-9]+', organisation.lower())) or 'alpr'}/alpr-access-log"
