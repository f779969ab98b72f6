"""What it tries: as a delegate, do what widens access, by a delegation that names more than the day-to-day work.

What stops it: a delegation adds what can be delegated and nothing else, whatever stands in its register (464.3); the
refusal is on record.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.bypass.attack import Control, Ground, Told
from workbench.policy.roles import Operation

LOOK = """
told = call("GET", "/administration/programme", tell=False)
sys.stdout.write(json.dumps({"status": told["status"], "length": told["length"], "body": None}) + "\\n")
"""
"""What may be delegated; it shows no read, so only its status is told."""
WHY = "Keeps the hotlists while adam is away."


def _attack(ground: Ground) -> tuple[Told, Told]:
    """Ana's delegation names every operation: she looks at the programme, which may be delegated, and at trainees."""
    now = datetime.now(UTC)
    span = (now - timedelta(minutes=1), now + timedelta(days=1))
    with ground.registers() as registers:
        registers.delegations.add("ana", list(Operation), span, WHY, ("adam", "eve"), 0)
        try:
            allowed = ground.attack("ana", LOOK)[0]
            return allowed, ground.attack("ana", 'call("GET", "/training/trainees")')[0]
        finally:
            for each in registers.delegations.all():
                registers.delegations.end(each.delegation, "adam", now, 0)


def test_blocked(strong: Ground) -> None:
    """What may be delegated is done, the rest refused by name and recorded as hers."""
    before = strong.size()
    allowed, told = _attack(strong)
    assert allowed.status == 200
    assert (told.status, told.section) == (403, "464.4")
    assert strong.refused("ana", "464.4", action="training.trainees", since=before)


def test_control(weak: Control) -> None:
    """When everything can be delegated, she sees who is in training."""
    assert _attack(weak)[1].status == 403
    with weak.taken("delegable"):
        assert _attack(weak)[1].status == 200
