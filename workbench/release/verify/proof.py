"""A proof that a record stands in the log, read a second time (464.5): C2SP tlog-proof, RFC 6962 section 2.1.1."""

from __future__ import annotations

import hashlib
import re

from workbench.accesslog.verify.signed import Malformed, decoded

_FIRST = "c2sp.org/tlog-proof@v1"


def leads_to(data: bytes, size: int, root: bytes, index: int) -> bool:
    """Whether the proof's own leaf stands at ``index`` of the tree with this size and root.

    Raises ``Malformed`` for what is no proof.
    """
    head, blank, _ = data.partition(b"\n\n")
    try:
        first, *lines = head.decode().split("\n")
    except UnicodeDecodeError:
        raise Malformed("the proof is not UTF-8") from None
    if not blank or first != _FIRST or len(lines) < 2 or not lines[0].startswith("extra "):
        raise Malformed("the proof does not begin as one, or lacks its record")
    leaf = decoded(lines[0].removeprefix("extra "))
    if not re.fullmatch("index (0|[1-9][0-9]{0,18})", lines[1]):
        raise Malformed("the proof has no index")
    path = [decoded(line) for line in lines[2:]]
    stated = int(lines[1].removeprefix("index "))
    return stated == index < size and _grown(leaf, index, size, path) == root


def checkpoint_in(data: bytes) -> bytes:
    """The checkpoint under a proof."""
    return data.partition(b"\n\n")[2]


def _grown(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root that leaf and path lead to; None for a path of another length (RFC 9162, section 2.1.3.2)."""
    at, last, top = index, size - 1, hashlib.sha256(b"\x00" + leaf).digest()
    for other in path:
        if last == 0 or len(other) != 32:
            return None
        if at % 2 == 1 or at == last:
            top = hashlib.sha256(b"\x01" + other + top).digest()
            while at % 2 == 0 and at != 0:
                at, last = at // 2, last // 2
        else:
            top = hashlib.sha256(b"\x01" + top + other).digest()
        at, last = at // 2, last // 2
    return top if last == 0 else None
