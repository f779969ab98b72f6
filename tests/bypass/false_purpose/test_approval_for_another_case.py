"""What it tries: have a wide search approved for a case that convinces, and make it for another one.

What stops it: an approval is of the person, the purpose and the exact search together (464.10(b)); the rest is refused.
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told
from tests.bypass.page import confirm

ASK = "search(ARGUMENTS[0], '7LB*', window=None)"
OTHER = """
other = declare(case_number="26-09999", narrative="Somebody parks in front of my house every night.")
search(other, "7LB*", window=None)
"""


def _attack(ground: Ground) -> Told:
    purpose = ground.attack("ana", 'call("POST", "/purposes", WHY)')[0].body["purpose_id"]
    asked = ground.attack("ana", ASK, purpose)[0]
    confirm(ground, asked.body["assent"], "adam")
    return ground.attack("ana", OTHER)[0]


def test_blocked(strong: Ground) -> None:
    """The other case is a question of its own, on record with its own reason."""
    before = strong.size()
    told = _attack(strong)
    assert (told.status, told.kind, told.reads) == (403, "assent-required", 0)
    assert strong.refused("ana", told.section, since=before)
    assert strong.records(kind="refusal", user="ana")[0].case_number == "26-09999"


def test_control(weak: Control) -> None:
    """When the approval is of the search alone, it holds for whatever reason comes after."""
    assert not _attack(weak).reads
    with weak.taken("approved case"):
        assert _attack(weak).reads
