"""A record as the sample is drawn from it (464.6): only what stands in clear in the exported log, so anybody can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

LOG_LOOKS = frozenset({"log.read", "log.export", "audit.queue", "audit.rows", "audit.standing", "breach.scope"})
"""What shows records of the log, or what they hold of somebody."""
LOOKS = frozenset({"images.look", "reviews.queue", "hits.page", "export.reads"}) | LOG_LOOKS
"""Besides the searches, what shows reads or records to somebody."""
SEARCHES = "search."
TAKEN_OUT = frozenset({"export.reads", "log.export"})
UNTRAINED = frozenset({"464.4.1", "464.7(e)"})
SECOND, OWN = "second-person", "own"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One record. ``needs`` names whose assent was asked for, or relied on; ``time`` is UTC."""

    index: int
    time: datetime
    kind: str
    user: str
    action: str
    realm: str
    section: str = ""
    needs: str = ""


def audited(leaf: Leaf) -> bool:
    """Whether an audit looks at it: a person's request to see reads or records, admitted or refused.

    What was asked of the training store shows nobody's vehicle; a question to the asker himself is answered in a
    record of its own.
    """
    if leaf.realm != "live" or not (leaf.action.startswith(SEARCHES) or leaf.action in LOOKS):
        return False
    return leaf.kind == "intent" or (leaf.kind == "refusal" and leaf.needs != OWN)
