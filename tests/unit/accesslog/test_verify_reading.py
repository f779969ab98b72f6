"""How the independent check reads what anybody may have written (464.5, 464.10): it never falls over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.accesslog.logs import LOG, checkpoint_of, cosigned, leaves, policy_of, time_of
from tests.unit.accesslog.worlds import laid
from workbench.accesslog.note import Note
from workbench.accesslog.record import canonical
from workbench.accesslog.tlog_policy_file import parse_policy, written_policy
from workbench.accesslog.verify import Unusable, verify
from workbench.accesslog.verify.trust import trust
from workbench.errors import FormatError

pytestmark = pytest.mark.section("464.5")
RECORDS = leaves(9)
POLICY = written_policy(policy_of())


def seen(count: int) -> Note:
    return cosigned(checkpoint_of(RECORDS[:count]), time_of(RECORDS[count - 1]))


@settings(deadline=None, max_examples=300)
@given(st.sampled_from([b"checkpoint", b"tile/entries/000.p/9", b"tile/0/000.p/9", b"witnessed/000.p/1"]), st.data())
def test_no_bytes_make_the_check_fall_over(
    tmp_path_factory: pytest.TempPathFactory, path: bytes, more: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("export")
    laid(folder, RECORDS, seen(9), [seen(5)])
    file = folder / path.decode()
    whole = file.read_bytes()
    at = more.draw(st.integers(0, len(whole)))
    spoilt = whole[:at] + more.draw(st.binary(max_size=40)) + whole[at + more.draw(st.integers(0, 5)) :]
    file.write_bytes(spoilt)
    assert verify(folder, POLICY, [seen(5).encode()]).good == (spoilt == whole)


NORTH, SOUTH, EAST = (party.key for party in policy_of().witnesses.values())
POLICY_LINES = [
    f"log {LOG.public()}",
    f"log {NORTH}",
    f"witness a {NORTH}",
    f"witness b {SOUTH} https://b.example.org",
    f"witness c {EAST}",
    f"witness a {EAST}",
    *("group g any a b", "group g all a b c", "group g 2 a b c", "group h 1 g c", "group h 3 g c", "group g any a a"),
    *("quorum g", "quorum h", "quorum a", "quorum none", "quorum", " # g", "", "group g", "log x", "group none any a"),
]


@settings(deadline=None, max_examples=600)
@given(st.permutations(POLICY_LINES[:16]), st.integers(1, 9), st.lists(st.sampled_from(POLICY_LINES), max_size=8))
def test_the_writer_and_the_check_read_a_policy_alike(some: list[str], count: int, more: list[str]) -> None:
    data = "\n".join([*sorted(some[:count], key=POLICY_LINES.index), *more]).encode()
    try:
        theirs = parse_policy(data)
    except FormatError:
        with pytest.raises(Unusable):
            trust(data)
        return
    ours = trust(data)
    for cosigners in ([], ["a"], ["b"], ["c"], ["a", "b"], ["b", "c"], ["a", "b", "c"]):
        assert ours.enough(cosigners) == theirs.witnessed(cosigners)


def test_a_record_is_canonical_as_the_writer_makes_it(tmp_path: Path) -> None:
    odd = {"a": 1e300, "b": -0.0, "c": '\u2028é\\"\u0000', "d": [None, True, {"x": 10**17}], "e": 0.1}
    record = canonical({**odd, "time": json.loads(RECORDS[0])["time"]})
    laid(tmp_path, [record], cosigned(checkpoint_of([record]), time_of(record)))
    assert verify(tmp_path, POLICY).good
