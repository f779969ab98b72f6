"""The tree and the cosigned checkpoints beside the records (464.5), on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from tests.unit.accesslog.logs import BEGINNING, checkpoint_of, cosigned, leaves, policy_of
from workbench.accesslog import tree_tables
from workbench.accesslog.database import file_of, parse, writing
from workbench.accesslog.merkle import Node, inclusion, leaf_hash
from workbench.accesslog.merkle_proofs import check_inclusion
from workbench.accesslog.tiles import Source, export
from workbench.accesslog.tlog_policy_file import written_policy
from workbench.accesslog.verify import verify

RECORDS = leaves(300)


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    """A connection to a place with the tables."""
    place = parse(url)
    if file := file_of(place):
        file.touch()
    engine = writing(place)
    with engine.connect() as connected:
        with connected.begin():
            tree_tables.create(connected)
        yield connected
    engine.dispose()


def grow(connection: Connection, records: list[bytes]) -> None:
    with connection.begin():
        edge = tree_tables.frontier(connection)
        tree_tables.keep_nodes(connection, [made for record in records for made in edge.append(leaf_hash(record))])


def test_a_tree_that_is_kept_grows_over_restarts(connection: Connection) -> None:
    for begin in range(0, 300, 77):
        grow(connection, RECORDS[begin : begin + 77])
    with connection.begin():
        edge = tree_tables.frontier(connection)
        assert (edge.size, edge.root()) == (300, checkpoint_of(RECORDS).root)
        proof = inclusion(tree_tables.nodes(connection), 123, 300)
    check_inclusion(123, 300, leaf_hash(RECORDS[123]), proof, edge.root())


def test_a_subtree_is_kept_once(connection: Connection) -> None:
    grow(connection, RECORDS[:3])
    with pytest.raises(IntegrityError), connection.begin():
        tree_tables.keep_nodes(connection, [(Node(1, 0), bytes(32))])
    with pytest.raises(KeyError), connection.begin():
        tree_tables.nodes(connection)(Node(2, 0))


def test_what_is_kept_is_exported_and_verified(connection: Connection, tmp_path: Path) -> None:
    grow(connection, RECORDS)
    last = cosigned(checkpoint_of(RECORDS), BEGINNING.replace(hour=9, minute=40))
    with connection.begin():
        assert tree_tables.keep_witnessed(connection, last.encode()) == 0
        assert tree_tables.keep_witnessed(connection, last.encode()) == 1
        source = Source(
            lambda a, b: RECORDS[a:b],
            tree_tables.nodes(connection),
            lambda a, b: tree_tables.witnessed(connection, a, b),
        )
        export(tmp_path / "out", source, last, witnessed=tree_tables.witnessed_count(connection))
    verdict = verify(tmp_path / "out", written_policy(policy_of()))
    assert (verdict.good, verdict.earlier) == (True, 2), verdict.lines()
