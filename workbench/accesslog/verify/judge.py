"""The check itself (464.5, 464.10): from an exported folder, a policy and earlier checkpoints to a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.accesslog.verify.files import past
from workbench.accesslog.verify.findings import Fault, Finding, Unusable, Verdict
from workbench.accesslog.verify.records import Clock
from workbench.accesslog.verify.regrow import Regrown, stream
from workbench.accesslog.verify.signed import Checkpoint, Malformed, checkpoint
from workbench.accesslog.verify.trust import Trust, trust

SLACK_SECONDS = 300
"""How far a record's time and a witness's may be apart: two clocks, and the time that a checkpoint travels."""
_MOST = 10
"""Findings of one kind that are told; the others are as bad, and more of one must not hide another."""
_RECEIPT = b"c2sp.org/tlog-proof@v1\n"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A tree head that the entries are held against; ``seen`` are the quorum's times, if it has any."""

    head: Checkpoint
    fault: Fault
    what: str
    seen: tuple[int, int] | None


class _Found:
    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def tell(self, fault: Fault, text: str) -> None:
        if sum(each.fault is fault for each in self.findings) < _MOST:
            self.findings.append(Finding(fault, text))


def verify(export: Path, policy: bytes, since: Sequence[bytes] = (), *, slack: int = SLACK_SECONDS) -> Verdict:
    """Whether the exported log is signed, witnessed, whole, and continues each checkpoint (or receipt) in ``since``.

    ``slack`` is in seconds. Raises ``Unusable`` when the policy or an earlier checkpoint can't be used.
    """
    trusted = trust(policy)
    earlier = [_earlier(trusted, data, number) for number, data in enumerate(since, 1)]
    if not export.is_dir():
        raise Unusable(f"There is no folder {export}.")
    found = _Found()
    marks = [*earlier, *_past(export, trusted, found)]
    newest, times = _newest(export, trusted, found)
    if newest is None:
        return Verdict("", 0, tuple(found.findings))
    _order(newest.head, marks, found)
    held = [mark for mark in marks if mark.head.size <= newest.head.size]
    _regrow(export, newest.head.size, [*held, newest], slack, found)
    return Verdict(newest.head.origin, newest.head.size, tuple(found.findings), times, len(held))


def _earlier(trusted: Trust, data: bytes, number: int) -> _Mark:
    if data.startswith(_RECEIPT):
        data = data.partition(b"\n\n")[2]
    try:
        head = checkpoint(data)
        if not trusted.signed(head):
            raise Malformed("no log of the policy signed it")
        seen = trusted.bracket(trusted.times(head))
    except Malformed as problem:
        raise Unusable(f"Earlier checkpoint {number} can't be used: {problem}.") from None
    return _Mark(head, Fault.REWRITTEN, f"the checkpoint of {head.size} records that you brought along", seen)


def _past(export: Path, trusted: Trust, found: _Found) -> list[_Mark]:
    marks: list[_Mark] = []
    try:
        for data in past(export):
            head = checkpoint(data)
            if not trusted.signed(head):
                found.tell(Fault.SIGNATURE, f"the log did not sign its own past checkpoint of {head.size} records")
                continue
            seen = trusted.bracket(trusted.times(head))
            if marks and head.size < marks[-1].head.size:
                found.tell(Fault.ROLLBACK, f"a past checkpoint of {head.size} records follows a longer one")
            marks.append(_Mark(head, Fault.REWRITTEN, f"its own past checkpoint of {head.size} records", seen))
    except Malformed as problem:
        found.tell(Fault.ALTERED, f"the past checkpoints can't be read: {problem}")
    return marks


def _newest(export: Path, trusted: Trust, found: _Found) -> tuple[_Mark | None, dict[str, int]]:
    try:
        head = checkpoint((export / "checkpoint").read_bytes())
    except FileNotFoundError:
        found.tell(Fault.MISSING, "there is no checkpoint")
        return None, {}
    except Malformed as problem:
        found.tell(Fault.ALTERED, f"the checkpoint can't be read: {problem}")
        return None, {}
    if not trusted.signed(head):
        found.tell(Fault.SIGNATURE, f"no log of the policy signed the checkpoint of {head.origin}")
    try:
        times = trusted.times(head)
    except Malformed as problem:
        found.tell(Fault.SIGNATURE, str(problem))
        times = {}
    if not trusted.enough(times):
        found.tell(Fault.WITNESSES, f"the checkpoint is cosigned by {', '.join(times) or 'nobody'} only")
    return _Mark(head, Fault.ALTERED, "the checkpoint there", trusted.bracket(times)), times


def _order(newest: Checkpoint, marks: list[_Mark], found: _Found) -> None:
    for mark in marks:
        if mark.head.origin != newest.origin:
            found.tell(Fault.REWRITTEN, f"{mark.what} is of another log, {mark.head.origin}")
        elif mark.head.size > newest.size:
            found.tell(Fault.ROLLBACK, f"the log has {newest.size} records, fewer than {mark.what}")


def _regrow(export: Path, size: int, marks: list[_Mark], slack: int, found: _Found) -> None:
    heads: dict[int, list[_Mark]] = {}
    for mark in marks:
        heads.setdefault(mark.head.size, []).append(mark)
    clock = Clock({at for mark in marks for at in (mark.head.size - 1, mark.head.size)}, found.tell)
    tree, grown = Regrown(export, found.tell), 0
    _compare(heads.get(0, []), tree, found)
    for index, entry in enumerate(stream(export, size, found.tell)):
        tree.add(entry)
        clock.see(index, entry)
        grown = index + 1
        if grown in heads:
            _compare(heads[grown], tree, found)
    if grown == size:
        tree.finish()
    for mark in marks:
        _between(mark, clock, slack, found)


def _compare(marks: list[_Mark], tree: Regrown, found: _Found) -> None:
    root = tree.root()
    for mark in marks:
        if mark.head.root != root:
            found.tell(mark.fault, f"the records do not lead to the root in {mark.what}")


def _between(mark: _Mark, clock: Clock, slack: int, found: _Found) -> None:
    """A record was there when the witnesses saw the tree with it, and not yet when they saw the one without."""
    if mark.seen is None:
        return
    first, last = mark.seen
    inside, after = clock.times.get(mark.head.size - 1), clock.times.get(mark.head.size)
    if inside is not None and inside > first + slack:
        found.tell(Fault.TIME, f"record {mark.head.size - 1} is of a later time than that at which witnesses saw it")
    if after is not None and after < last - slack:
        found.tell(Fault.TIME, f"record {mark.head.size} is back-dated: witnesses saw the log without it later")
