"""The receipt that travels with an answer (464.5): C2SP's tlog-proof, which can be checked offline and forever.

It holds the record's index, the path from its leaf to the root, and a checkpoint with its cosignatures.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.accesslog.encoding import base64, from_base64, number
from workbench.accesslog.merkle import HASH_BYTES, leaf_hash
from workbench.accesslog.merkle_proofs import check_inclusion
from workbench.accesslog.note import LARGEST_BYTES
from workbench.accesslog.tlog_policy import Accepted, Policy
from workbench.errors import FormatError

_FIRST = "c2sp.org/tlog-proof@v1"
_MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a record stands at ``index``; ``extra`` is nobody's word: nothing signs it."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    @classmethod
    def parse(cls, data: bytes) -> Receipt:
        """The receipt in these bytes; ``FormatError`` when they are none."""
        if len(data) > 2 * LARGEST_BYTES:
            raise _malformed("it is too long")
        above, blank, checkpoint = data.partition(b"\n\n")
        try:
            first, *lines = above.decode().split("\n")
        except UnicodeDecodeError:
            raise _malformed("it is not UTF-8") from None
        if first != _FIRST or not blank or not lines:
            raise _malformed(f"it does not begin with {_FIRST}, or stops in between")
        extra = _after("extra ", lines.pop(0)) if lines[0].startswith("extra ") else None
        if not lines or not lines[0].startswith("index "):
            raise _malformed("it has no index")
        if (index := number(lines[0].removeprefix("index "))) is None:
            raise _malformed("its index is no number")
        return cls(index, _hashes(lines[1:]), checkpoint, extra)

    def encode(self) -> bytes:
        """The bytes that ``parse`` reads; a file of them ends in ``.tlog-proof``."""
        extra = [] if self.extra is None else [f"extra {base64(self.extra)}"]
        lines = [_FIRST, *extra, f"index {self.index}", *map(base64, self.path)]
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + self.checkpoint

    def check(self, record: bytes, policy: Policy) -> Accepted:
        """The checkpoint that holds this record, the bytes of its leaf; ``Unproven`` when it isn't there."""
        accepted = policy.accept(self.checkpoint)
        tree = accepted.checkpoint
        check_inclusion(self.index, tree.size, leaf_hash(record), self.path, tree.root)
        return accepted


def _hashes(lines: list[str]) -> tuple[bytes, ...]:
    found = [_after("", line) for line in lines]
    if len(found) > _MOST_HASHES or any(len(each) != HASH_BYTES for each in found):
        raise _malformed("its path is not made of SHA-256 hashes")
    return tuple(found)


def _after(word: str, line: str) -> bytes:
    if (data := from_base64(line.removeprefix(word))) is None:
        raise _malformed("a line is not base 64")
    return data


def _malformed(why: str) -> FormatError:
    return FormatError(f"This is not a receipt of the access log: {why}.", section="464.5")
