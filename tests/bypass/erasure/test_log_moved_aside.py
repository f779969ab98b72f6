"""What it tries: search while the access log was moved aside under the running custodian, or may not be written.

What stops it: each record goes to the file that was opened, as long as it is in its place; otherwise 503 (464.5).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bypass.attack import Control, Told
from tests.bypass.custodians import Start

pytestmark = pytest.mark.machine


@pytest.fixture(scope="module")
def control(start_control: Start) -> Control:
    """A custodian whose log the test may take away."""
    return start_control()


@contextmanager
def _aside(log: Path) -> Iterator[None]:
    """Another file, empty and writable, where the log was."""
    kept, found = log.with_suffix(".kept"), log.stat()
    log.rename(kept)
    log.touch(0o600)
    os.chown(log, found.st_uid, found.st_gid)
    try:
        yield
    finally:
        kept.rename(log)


@contextmanager
def _locked_up(log: Path) -> Iterator[None]:
    """The log and its folder belong to root and may be read only."""
    places = [log.parent, *log.parent.glob(f"{log.name}*")]
    before = [(place, place.stat()) for place in places]
    for place in places:
        os.chown(place, 0, 0)
        place.chmod(0o555)
    try:
        yield
    finally:
        for place, was in before:
            os.chown(place, was.st_uid, was.st_gid)
            place.chmod(was.st_mode & 0o7777)


def _attack(control: Control) -> Told:
    purpose = control.attack("ana", 'call("POST", "/purposes", WHY)')[0].body["purpose_id"]
    with _aside(control.log):
        return control.attack("ana", "search(ARGUMENTS[0])", purpose)[0]


def test_blocked(control: Control) -> None:
    """503 and no reads; with the log in its place again, searches are answered and recorded again."""
    told = _attack(control)
    assert (told.status, told.kind, told.reads) == (503, "log-unavailable", 0)
    again = control.attack("ana", "search(declare())")[0]
    assert again.reads
    assert control.recorded(again)


def test_blocked_without_permission_to_write(control: Control) -> None:
    """What is open stays open to the process, so its answers stand on record; nothing is answered without."""
    purpose = control.attack("ana", 'call("POST", "/purposes", WHY)')[0].body["purpose_id"]
    with _locked_up(control.log):
        told = control.attack("ana", "search(ARGUMENTS[0])", purpose)[0]
    assert told.status == 503 or control.recorded(told)
    again = control.attack("ana", "search(declare())")[0]
    assert control.recorded(again)


def test_control(control: Control) -> None:
    """When the failure is swallowed, reads arrive of which nothing is on record."""
    with control.taken("log first"):
        told = _attack(control)
        assert told.reads
        assert not control.recorded(told)
