"""Partial plates as they are typed, and whole ones (464.7(d))."""

from __future__ import annotations

from tests.fuzz.names import MODULES
from tests.fuzz.target import Target, split, text_of
from workbench.errors import BadInput, PatternError
from workbench.plates.characters import LONGEST
from workbench.plates.explain import Match, explain
from workbench.plates.mask import masks
from workbench.plates.normalise import is_normalised, normalise
from workbench.plates.pattern import FARTHEST, parse


def run(data: bytes) -> None:
    """A pattern has one spelling, which is read as itself; a plate's spelling is its own."""
    how, rest = split(data)
    text, lookalikes, distance = text_of(rest), bool(how & 1), (how >> 1) % (FARTHEST + 3) - 1
    _plate(text)
    try:
        pattern = parse(text, lookalikes=lookalikes, distance=distance)
    except PatternError as error:
        assert error.how
        assert error.position is None or 0 <= error.position <= len(text)
        return
    assert parse(pattern.text, lookalikes=pattern.lookalikes, distance=distance) == pattern
    assert 1 <= pattern.fixed <= LONGEST * 2 or any(not mark.open for mark in pattern.marks)
    assert all(1 <= length <= LONGEST for length in pattern.lengths())
    for folded in (False, True):
        masks(pattern, folded=folded)
    assert isinstance(explain(pattern, "7ABC123"), Match | None)


def _plate(text: str) -> None:
    try:
        plate = normalise(text)
    except BadInput as error:
        assert error.how
        return
    assert is_normalised(plate)
    assert normalise(plate) == plate
    assert normalise(" ".join(plate)) == plate


TARGET = Target(
    "pattern",
    run,
    seeds=[
        b"\x02" + text.encode()
        for text in (
            "7ABC123",
            "7AB?1*",
            "~7AB[C0]1",
            "7-abc 12.3",
            "[AB7]??4*",
            "~[B8]XYZ",
            "?*?A",
            "7AB\u0421123",
            "٣AB%_",
        )
    ]
    + [b"\x04" + b"7ABC1", b"\x06" + b"7A?C12", b"\x05~7ABC"],
    modules=MODULES["pattern"],
    words=[b"~", b"*", b"?", b"[", b"]", b"~[", b"]*", "Ω".encode(), "\uff10".encode(), b"\xe2\x80\x8b", "ﬃ".encode()],
    longest=200,
)
