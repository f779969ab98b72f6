"""Whom the check believes (464.5): the policy's log keys and its quorum of witnesses, read a second time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workbench.accesslog.verify.findings import Unusable
from workbench.accesslog.verify.signed import LOG, WITNESS, Checkpoint, Key, Malformed, key


@dataclass(slots=True)
class Trust:
    """Log keys, witnesses by name, and the rule by which they count."""

    logs: list[Key] = field(default_factory=list)
    witnesses: dict[str, Key] = field(default_factory=dict)
    groups: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    quorum: str = ""

    def signed(self, checkpoint: Checkpoint) -> bool:
        """Whether a log of that origin signed it, and none of its signatures is false."""
        tried = [
            each.made(checkpoint.text, value)
            for each in self.logs
            if each.name == checkpoint.origin
            for value in checkpoint.of(each)
        ]
        return bool(tried) and all(tried)

    def times(self, checkpoint: Checkpoint) -> dict[str, int]:
        """When which witness cosigned it (s, UTC); ``Malformed`` when one of their signatures is false."""
        found: dict[str, int] = {}
        for name, witness in self.witnesses.items():
            for value in checkpoint.of(witness):
                time = int.from_bytes(value[:8], "big")
                message = b"cosignature/v1\ntime %d\n%b" % (time, checkpoint.text)
                if len(value) != 72 or time >= 2**63 or not witness.made(message, value[8:]):
                    raise Malformed(f"the cosignature of {name} is false")
                found[name] = max(time, found.get(name, 0))
        return found

    def bracket(self, times: Mapping[str, int]) -> tuple[int, int] | None:
        """When a quorum had seen it for the first time, and when it still did; None without witnesses."""
        if self.quorum == "none":
            return None
        stamps = sorted(times.values())
        first = next((t for t in stamps if self.enough(name for name in times if times[name] <= t)), None)
        last = next((t for t in reversed(stamps) if self.enough(name for name in times if times[name] >= t)), None)
        return None if first is None or last is None else (first, last)

    def enough(self, names: Iterable[str]) -> bool:
        """Whether these witnesses are a quorum."""
        return self.quorum == "none" or self._has(self.quorum, frozenset(names))

    def _has(self, name: str, names: frozenset[str]) -> bool:
        if name in self.witnesses:
            return name in names
        needed, members = self.groups[name]
        return sum(self._has(member, names) for member in members) >= needed


def trust(data: bytes) -> Trust:
    """The policy in a file; ``Unusable`` with the line."""
    found, used = Trust(), set[str]()
    for number, line in enumerate(data.decode("utf-8", "surrogateescape").split("\n"), 1):
        words = re.split("[ \t]+", line.strip(" \t"))
        try:
            if words != [""] and not words[0].startswith("#"):
                _take(found, used, words)
        except Malformed as problem:
            raise Unusable(f"The policy can't be used, line {number}: {problem}.") from None
    if not found.quorum:
        raise Unusable("The policy names no quorum.")
    return found


def _take(found: Trust, used: set[str], words: list[str]) -> None:
    known = {*found.witnesses, *found.groups}
    if words[0] == "log" and 2 <= len(words) <= 3:
        found.logs.append(_only(key(words[1]), LOG, found.logs))
    elif words[0] == "witness" and 3 <= len(words) <= 4 and words[1] not in {*known, "none"}:
        found.witnesses[words[1]] = _only(key(words[2]), WITNESS, list(found.witnesses.values()))
    elif words[0] == "group" and len(words) >= 4 and words[1] not in {*known, "none"}:
        members = words[3:]
        if len({*members}) < len(members) or not known.issuperset(members) or used.intersection(members):
            raise Malformed("its members are not each defined above and used once")
        used.update(members)
        found.groups[words[1]] = (_needed(words[2], len(members)), members)
    elif words[0] == "quorum" and len(words) == 2 and not found.quorum and words[1] in {*known, "none"}:
        found.quorum = words[1]
    else:
        raise Malformed("it can't be read")


def _only(new: Key, wanted: int, others: list[Key]) -> Key:
    if new.type != wanted or any(new.public == other.public for other in others):
        raise Malformed("its key is of another kind, or stands there twice")
    return new


def _needed(word: str, members: int) -> int:
    needed = {"any": "1", "all": str(members)}.get(word, word)
    if not re.fullmatch("[1-9][0-9]{0,5}", needed) or int(needed) > members:
        raise Malformed("so many members can't be asked for")
    return int(needed)
