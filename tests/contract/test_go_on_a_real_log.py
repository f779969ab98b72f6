"""The custodian's own log, exported, in the hands of a client that we did not write (464.5, 464.10)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.contract.test_go_verifier import Go, go
from tests.policy.people import Station, analyst, purpose, search
from tests.unit.accesslog.worlds import laid, of
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.database import parse, reading
from workbench.accesslog.notary import Notary, export_log
from workbench.accesslog.schema import records

pytestmark = pytest.mark.section("464.5", "464.10")

__all__ = ["go"]


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path) as station:
        yield station


@pytest.fixture
def notary(station: Station) -> Iterator[Notary]:
    with closing(Notary(lambda: station.journal.end, station.url, station.keys)) as notary:
        yield notary


def searches(station: Station, count: int) -> None:
    for _ in range(count):
        receipt = station.gate.admit(analyst(), purpose(), search("7ABC123"))
        station.gate.release(receipt, {"count": 1, "read_ids": ["a" * 32]}, ["7ABC123"])


def exported(station: Station, notary: Notary, folder: Path) -> bytes:
    """The export brought up to date; the checkpoint that a careful person keeps of it."""
    notary.keep_checkpoint(notary.checkpoint(), witnessed=False)
    export_log(station.url, station.keys, folder)
    return notary.checkpoint().encode()


def leaves_of(station: Station) -> list[bytes]:
    engine = reading(parse(station.url))
    with engine.connect() as connection:
        return [leaf.encode() for leaf in connection.execute(select(records.c.leaf).order_by(records.c.seq)).scalars()]


def test_it_verifies_what_grew_since_yesterday(go: Go, station: Station, notary: Notary, tmp_path: Path) -> None:
    searches(station, 40)
    yesterday = tmp_path / "yesterday"
    yesterday.write_bytes(exported(station, notary, tmp_path / "export"))
    searches(station, 100)
    exported(station, notary, tmp_path / "export")
    done = go(tmp_path / "export", yesterday, key=notary.key)
    assert (done.returncode, done.stdout) == (0, "verified: 280 records, 1 earlier checkpoints\n")


@pytest.mark.parametrize("deed", ["edit", "delete", "insert", "reorder", "truncate"])
def test_it_finds_what_the_holder_of_all_keys_did(
    go: Go, station: Station, notary: Notary, tmp_path: Path, deed: str
) -> None:
    searches(station, 30)
    yesterday = tmp_path / "yesterday"
    yesterday.write_bytes(exported(station, notary, tmp_path / "export"))
    searches(station, 10)
    forged = leaves_of(station)
    match deed:
        case "edit":
            forged[7] = forged[7].replace(b'"ana"', b'"ben"')
        case "delete":
            del forged[7]
        case "insert":
            forged.insert(7, forged[7])
        case "reorder":
            forged[7], forged[8] = forged[8], forged[7]
        case "truncate":
            del forged[50:]
    frontier, _ = of(forged)
    note = Checkpoint(notary.key.name, frontier.size, frontier.root()).signed(station.keys.signing)
    laid(tmp_path / "forged", forged, note)
    alone = go(tmp_path / "forged", key=notary.key)
    assert alone.returncode == 0, (
        alone.stdout
    )  # the key is the log's own: without yesterday's checkpoint it looks whole
    done = go(tmp_path / "forged", yesterday, key=notary.key)
    assert done.returncode == 1
    assert "NOT VERIFIED" in done.stdout
