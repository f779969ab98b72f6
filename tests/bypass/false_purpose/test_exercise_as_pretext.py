"""What it tries: declare a purpose as an exercise, about which nobody asks, and search the agency's reads under it.

What stops it: a purpose of training opens the training store and no other (464.4.1), which the record says too.
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told

SCRIPT = """
exercise = declare(realm="training")
search(exercise)
search(exercise, realm="live")
"""


def _attack(ground: Ground) -> list[Told]:
    return ground.attack("ana", SCRIPT)


def test_blocked(strong: Ground) -> None:
    """What is found is synthetic; a word for the other store is no field of a search, and on record."""
    before = strong.size()
    exercise, told = _attack(strong)
    assert (exercise.status, exercise.body["realm"]) == (200, "training")
    assert told.status == 422
    tried = strong.records(user="ana", kind="refusal", action="search.plates")[0]
    assert tried.index >= before
    assert tried.body["elements"]["realm"] == "live"


def test_control(weak: Control) -> None:
    """When the declared store does not matter, the exercise is answered with the agency's reads."""
    assert _attack(weak)[0].body["realm"] == "training"
    with weak.taken("realm"):
        told = _attack(weak)[0]
        assert told.reads
        assert told.body["realm"] == "live"
