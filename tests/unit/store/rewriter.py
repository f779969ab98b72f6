"""A process of its own that seals a store anew and kills itself at a step: ``rewriter.py FOLDER STEP``."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.unit.store.reads_ground import SEALING
from tests.unit.store.rewrite_ground import OTHER
from tests.unit.store.writer import die_at
from workbench.policy.caller import Realm
from workbench.store.segments.sealing import Ring
from workbench.store.upkeep.rewrite import rewrite

if __name__ == "__main__":
    die_at(sys.argv[2])
    rewrite(Path(sys.argv[1]), Realm.LIVE, Ring(OTHER, (SEALING,)))
