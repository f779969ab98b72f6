"""Who may be told of a hit outside of the workbench (464.4.1, 464.7(f)): asked at the moment of sending."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from workbench.policy.caller import Standing
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.sections import Section
from workbench.policy.standing import decide_standing


def decide_alert(
    standing: Standing,
    granted: Collection[str],
    wanted: Collection[str],
    *,
    disabled: bool,
    now: datetime,
    policy_version: str,
) -> Decision:
    """Admit whoever is trained and holds the grants of read and list (``wanted``), and may sign in."""
    if disabled:
        return refuse(
            Section.AUTHORIZED_USERS,
            "The account of whoever was to be told is disabled.",
            "Take the person out of alerts.to.",
        )
    trained = decide_standing(standing, now, policy_version)
    if not trained.allowed:
        return trained
    if missing := sorted(set(wanted) - set(granted)):
        return refuse(
            Section.SOURCES,
            f"Whoever was to be told holds no grant for {', '.join(missing)}.",
            "Grant the source, or take the person out of alerts.to.",
        )
    return allow(Section.VERIFY_FIRST)
