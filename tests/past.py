"""A department that is older than the test: six years ago vehicles were read, and three cases searched for (464.9)."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from hub_config import osusers
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.origin import origin_of
from workbench.accesslog.record import SCHEMA, Kind
from workbench.policy.caller import Realm
from workbench.policy.purpose import PROMPT
from workbench.settings import Settings
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.rows import columns
from workbench.store.segments.sealing import KeySealing
from workbench.wire.reads import READ_SCHEMA

CASES = ("20-00417", "20-00500", "20-00612")
"""Each has two records: what was asked, and what was found."""
OLD, FOUND = "7QZX481", "8WVU927"
"""Vehicles that were read then; the log tells that the second one was released for each of the cases."""
LAST_QUARTER = {"criminal_investigation": 23, "stolen_or_wanted_vehicle": 14, "stolen_plate": 12, "missing_person": 3}
"""Searches that were made in the quarter before this one, by purpose."""
AGO = timedelta(days=6 * 365)


def older_log(data: Path) -> None:
    """Put that log into a data folder which ``bin/up`` has not seen yet."""
    keep = data / "custodian"
    then, organisation = datetime.now(UTC) - AGO, Settings().agency.organisation
    with closing(Keyring.open(keep / "log-keys", origin=origin_of(organisation))) as keys:
        journal = Journal.open(f"sqlite:///{keep}/log.sqlite", keys, now=lambda: then)
        with closing(journal):
            for case in CASES:
                _search(journal, organisation, case)
        then = datetime.now(UTC).replace(day=15) - timedelta(days=92)
        journal = Journal.open(f"sqlite:///{keep}/log.sqlite", keys, now=lambda: then)
        with closing(journal):
            for category, count in LAST_QUARTER.items():
                for number in range(count):
                    _search(journal, organisation, f"Q-{number}", category)
    if os.geteuid() == 0:
        user = osusers.ensure(osusers.CUSTODIAN, keep, kind="service")
        for path in (keep, *keep.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)


def _search(journal: Journal, organisation: str, case: str, category: str = "criminal_investigation") -> None:
    body = {
        "schema": SCHEMA,
        "organisation": organisation,
        "realm": "live",
        "elements": {"pattern": "7ABC1*"},
        "purpose": {
            "category": category,
            "case_number": case,
            "narrative": "Burglary of a warehouse on Commercial Avenue at night.",
            "why_this_plate": "The guard remembers how the plate of the lorry began.",
            "prompt": PROMPT,
        },
    }
    asked = journal.append(Kind.INTENT, "rosa", "search.plates", {**body, "outcome": "admitted"})
    found = {"intent": asked.index, "outcome": "released", "count": 1, "read_ids": ["a" * 32]}
    journal.append(Kind.RESULT, "rosa", "search.plates", {**body, **found})


def older_reads(data: Path) -> None:
    """Put reads of six years ago into that folder's store: two vehicles, one of which was found for a held case."""
    keep, then = data / "custodian", datetime.now(UTC) - AGO
    keep.mkdir(mode=0o700, exist_ok=True)
    sealing = KeySealing.from_file(keep / "reads-key")
    folder = ReadFolder(keep / "reads" / Realm.LIVE, Realm.LIVE, sealing)
    known = {"source": "department", "camera": "EC-04", "latitude": 32.792, "longitude": -115.5631, "received": then}
    reads = [
        {"read_id": f"{number:032x}", "plate": plate, "time": then - timedelta(days=number), **known}
        for number, plate in enumerate([OLD] * 6)
    ]
    found = {"read_id": "a" * 32, "plate": FOUND, "time": then, **known}
    folder.add(columns(pl.DataFrame([*reads, found], schema=READ_SCHEMA)))
    folder.close()


def before_the_first_start(data: Path) -> None:
    """A department with a past: its log, and reads whose time is over."""
    older_reads(data)
    older_log(data)
