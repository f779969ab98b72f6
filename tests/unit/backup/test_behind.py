"""A log is not restored behind what was seen of it, unless somebody says why, and then that is on record (464.10)."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.policy.people import analyst
from tests.unit.backup.ground import LATER, LONG, House, lines
from workbench.accesslog.add_checkpoint import AddCheckpoint
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.note import Note
from workbench.accesslog.notekeys import KeyType, SigningKey
from workbench.accesslog.reader import LogReader
from workbench.accesslog.tlog_policy import Party, Policy
from workbench.accesslog.tlog_policy_file import written_policy
from workbench.backup.behind import Seen, asked, demand_not_behind
from workbench.backup.names import KEYS, LOG, WITNESSES, Kind
from workbench.backup.unpack import unpacked
from workbench.custodian.restoring import restore
from workbench.errors import BadInput, LogUnavailable
from workbench.wire.log import LogQuery
from workbench.witness.memory import Memory
from workbench.witness.witness import Witness

pytestmark = pytest.mark.section("464.5", "464.10")

Made = dict[Kind, Path]


def checkpoint(house: House) -> bytes:
    """The log as it is now, as its custodian signs it and keeps it beside the keys."""
    with house.at_work() as (station, _):
        end, key = station.journal.end, station.keys.signing
        note = Checkpoint(key.name, end.index, end.root).signed(key).encode()
        station.keys.keep_checkpoint(note)
    return note


def worked(house: House) -> None:
    """Some more records."""
    with house.at_work() as (_, desk):
        desk.take(lines("8MORE01", LATER), analyst(standing=LONG))


def later_escrow(house: House, made: Made) -> Made:
    later = house.folder / "later"
    later.mkdir()
    return {**made, Kind.ESCROW: house.archived(later)[Kind.ESCROW]}


def test_a_log_that_lacks_records_of_the_kept_checkpoint_is_refused_with_their_number(
    house: House, made: Made, tmp_path: Path
) -> None:
    worked(house)
    seen = Checkpoint.parse(Note.parse(checkpoint(house)).text).size
    newer = later_escrow(house, made)
    with pytest.raises(LogUnavailable, match=r"lacks 2 records: it has \d+, and \d+ were seen beside the keys") as told:
        restore(house.wanted(newer), tmp_path / "new")
    assert f"and {seen} were" in told.value.message
    assert not (tmp_path / "new").exists()


def test_the_override_is_the_first_record_and_holds_for_this_one_checkpoint(
    house: House, made: Made, tmp_path: Path
) -> None:
    worked(house)
    checkpoint(house)
    newer = later_escrow(house, made)
    restored = House(tmp_path)
    done = restore(house.wanted(newer, behind="the newest backup burnt"), restored.data)
    assert done.lost == 2
    keys = Keyring(restored.data / KEYS)
    with closing(LogReader.open(f"sqlite:///{restored.data / LOG}", keys)) as reader:
        [record] = reader.page(LogQuery(action="backup.behind-witness"))[0]
    size = done.pair.backup.moment.seen.size
    assert record.index == size
    told = {key: record.body[key] for key in ("reason", "size", "seen", "where")}
    assert record.body["unasked"] == []
    assert told == {"reason": "the newest backup burnt", "size": size, "seen": size + 2, "where": "beside the keys"}
    checkpoint(restored)
    with closing(Journal.open(f"sqlite:///{restored.data / LOG}", keys)) as journal:
        cut = journal.size()
    assert cut > size
    keys.keep_checkpoint(Checkpoint(keys.signing.name, cut + 1, bytes(32)).signed(keys.signing).encode())
    with pytest.raises(LogUnavailable, match="records are missing"):
        Journal.open(f"sqlite:///{restored.data / LOG}", keys)


def test_a_reason_that_was_not_needed_is_no_override(house: House, made: Made, tmp_path: Path) -> None:
    data = tmp_path / "new"
    assert restore(house.wanted(made, behind="to be sure"), data).lost == 0
    with closing(LogReader.open(f"sqlite:///{data / LOG}", Keyring(data / KEYS))) as reader:
        assert reader.page(LogQuery(action="backup.behind-witness"))[0] == []


def test_a_checkpoint_that_a_witness_kept_is_held_against_it(house: House, made: Made, tmp_path: Path) -> None:
    worked(house)
    file = tmp_path / "seen"
    file.write_bytes(checkpoint(house))
    with pytest.raises(LogUnavailable, match="lacks 2 records"):
        restore(house.wanted(made, checkpoints=[file]), tmp_path / "new")


def test_a_log_that_leads_elsewhere_is_refused_whatever_the_reason(house: House, made: Made, tmp_path: Path) -> None:
    key = Keyring(house.data / KEYS).signing
    file = tmp_path / "seen"
    file.write_bytes(Checkpoint(key.name, 2, bytes(32)).signed(key).encode())
    with pytest.raises(LogUnavailable, match="not what it was"):
        restore(house.wanted(made, checkpoints=[file], behind="we want it"), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_checkpoint_of_another_log_is_refused(house: House, made: Made, tmp_path: Path) -> None:
    key = SigningKey.generate("example.org/another-log")
    file = tmp_path / "seen"
    file.write_bytes(Checkpoint(key.name, 2, bytes(32)).signed(key).encode())
    with pytest.raises(BadInput, match="none of this access log"):
        restore(house.wanted(made, checkpoints=[file]), tmp_path / "new")


def test_the_witness_that_is_configured_is_asked(house: House, made: Made, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    backup = unpacked(house.wanted(made).sources, data).backup
    size, log = backup.moment.seen.size, Keyring(house.data / KEYS).signing
    key = SigningKey.generate("example.org/witness", KeyType.COSIGNATURE)
    policy = Policy((Party(log.public()),), {"w": Party(key.public(), "http://witness/")}, quorum="w")
    (data / WITNESSES).parent.mkdir(exist_ok=True)
    (data / WITNESSES).write_bytes(written_policy(policy))

    def seen_by(witness: Witness) -> list[Seen]:
        def answer(request: httpx.Request) -> httpx.Response:
            said = witness.add_checkpoint(request.content)
            return httpx.Response(said.status, content=said.body.encode(), headers={"content-type": said.type})

        with httpx.Client(transport=httpx.MockTransport(answer)) as http:
            return asked(data, backup, http)

    def witness(name: str, note: bytes = b"", size: int = 0) -> Witness:
        made = Witness(key, [log.public()], Memory(tmp_path / name), time.time)
        if note:
            proof = AddCheckpoint(size, (), Note.parse(note)).encode()
            assert made.add_checkpoint(proof).status == httpx.codes.OK
        return made

    demand_not_behind(seen_by(witness("new")), size, by_witness=False)
    worked(house)
    longer = checkpoint(house)
    with pytest.raises(LogUnavailable, match=r"lacks 2 records: .* at the witness w"):
        demand_not_behind(seen_by(witness("further", longer)), size, by_witness=False)
    other = Checkpoint(log.name, size, bytes(32)).signed(log).encode()
    with pytest.raises(LogUnavailable, match="not the one that was seen"):
        seen_by(witness("another", other))


def test_a_witness_that_can_not_be_asked_is_no_leave() -> None:
    silent = [Seen("at the witness w", None)]
    with pytest.raises(LogUnavailable, match="Nobody could be asked"):
        demand_not_behind(silent, 7, by_witness=False)
    demand_not_behind(silent, 7, by_witness=True)
