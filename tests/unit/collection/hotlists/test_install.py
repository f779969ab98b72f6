"""A list is installed whole or not at all, under a record, by whoever may (464.4, 464.7(f), 464.7(g))."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.conftest import station
from tests.policy.people import Station, person
from tests.unit.collection.desk import SETTINGS
from tests.unit.collection.hotlists.lists import HEADER, administrator, install
from workbench.accesslog.record import Kind, canonical
from workbench.collection.hotlists import install as installing
from workbench.collection.hotlists.keep import list_hotlists, retire_hotlist
from workbench.errors import BadInput, FormatError, NotFound, Refused, StoreUnavailable
from workbench.policy.caller import Standing
from workbench.policy.roles import Role
from workbench.wire.hotlists import HotlistPage, HotlistQuery, HotlistRetired

__all__ = ["station"]
pytestmark = pytest.mark.section("464.7(g)")

TWO = "7SYN482,,,,,,\n7SYN483,CA,,,,,\n"


def lists(station: Station, **query: int) -> HotlistPage:
    return list_hotlists(station.gate, station.registers, administrator(), HotlistQuery.model_validate(query), SETTINGS)


def test_a_receipt_counts_every_entry_and_names_the_lines_that_were_rejected(station: Station) -> None:
    receipt = install(station, f"{TWO}7SYN482,,,,,,\n,,,,,,\n7SYN484,,,,,2020-01-01,\n")
    assert (receipt.accepted, receipt.duplicate, receipt.rejected) == (2, 1, 2)
    assert [problem.line for problem in receipt.problems] == [5, 6]
    assert (receipt.version, receipt.format, receipt.repeated) == (1, "csv", False)


@pytest.mark.section("464.5")
def test_installing_stands_in_the_log_before_and_after_without_a_plate(station: Station) -> None:
    receipt = install(station, TWO)
    before, after = station.records()
    assert (before.kind, before.index, before.action) == (Kind.INTENT, receipt.record, "hotlists.install")
    assert before.body["elements"]["sha256"] == receipt.sha256
    assert (after.kind, after.body["accepted"], after.body["version"]) == (Kind.RESULT, 2, 1)
    assert not [record for record in (before, after) if b"7SYN" in canonical(record.body)]


def test_the_same_list_again_changes_nothing_and_other_terms_are_a_new_version(station: Station) -> None:
    first = install(station, TWO)
    assert install(station, TWO) == first.model_copy(update={"repeated": True})
    assert install(station, TWO, case_number="26-119").version == 2
    assert [(line.version, line.state) for line in lists(station).lists] == [(2, "active"), (1, "replaced")]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("", FormatError),
        (",,,,,,\n", FormatError),
        ("7SYN482,,,,,,\n" + "7" * (2 << 20), FormatError),
        (b"plate,note\n7SYN482,\n7SYN483,Pe\xf1a\n", FormatError),
        (b"", FormatError),
        (b"\x00\x01\x02", FormatError),
    ],
    ids=["no entry", "none that is taken", "a long line", "another encoding", "empty", "no text"],
)
def test_a_list_that_cannot_be_read_leaves_the_one_in_force(
    station: Station, data: str | bytes, error: type[Exception]
) -> None:
    first = install(station, TWO)
    with pytest.raises(error):
        install(station, data)
    failed = station.records()[-1]
    assert (failed.kind, failed.body["outcome"]) == (Kind.RESULT, "failed")
    assert b"7SYN" not in canonical(failed.body)
    assert [line.state for line in lists(station).lists] == ["active"]
    assert install(station, TWO) == first.model_copy(update={"repeated": True})


def test_a_list_of_too_many_entries_or_bytes_is_refused_whole(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as small:
        small.setattr(installing, "MOST", 1)
        with pytest.raises(FormatError, match="more than 1 entries"):
            install(station, TWO)
        small.setattr(installing, "LARGEST", 10)
        with pytest.raises(FormatError, match="larger than"):
            install(station, TWO)
    assert lists(station).lists == []


def test_of_entries_that_look_alike_a_hundred_are_taken(station: Station) -> None:
    alike = [f"{a}{b}{c}{d},,,,,,\n" for a in "0OD" for b in "0ODQ" for c in "1IL" for d in "2Z58"]
    receipt = install(station, "".join(alike))
    assert (receipt.accepted, receipt.rejected) == (36 * 4, 0), "no more than 36 x 2 of them look alike"
    many = [f"{a}{b}{c}{d},,,,,,\n" for a in "0ODQ" for b in "0ODQ" for c in "0ODQ" for d in "1IL"]
    receipt = install(station, "".join(many))
    assert (receipt.accepted, receipt.rejected) == (100, 92)
    assert receipt.problems[0].line == 102
    assert "look like this one" in receipt.problems[0].reason


def test_a_receipt_lists_the_first_thousand_problems_and_counts_all(station: Station) -> None:
    receipt = install(station, TWO + ",,,,,,\n" * 1500)
    assert (len(receipt.problems), receipt.rejected, receipt.accepted) == (1000, 1500, 2)


@pytest.mark.section("464.7(f)")
def test_a_list_of_no_source_of_the_agency_is_refused_on_record(station: Station) -> None:
    with pytest.raises(Refused) as caught:
        install(station, TWO, source="neighbours")
    assert caught.value.section == "464.7(f)"
    assert station.kinds() == [Kind.REFUSAL]


@pytest.mark.section("464.7(f)")
def test_a_list_keeps_its_source(station: Station) -> None:
    install(station, TWO)
    with pytest.raises(BadInput, match="is of the source 'department'"):
        install(station, TWO, source="state")


@pytest.mark.section("464.4")
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}), ids=str)
def test_only_the_administrator_installs_lists_and_ends_them(station: Station, role: Role) -> None:
    who = person(role)
    with pytest.raises(Refused):
        install(station, TWO, who)
    with pytest.raises(Refused):
        retire_hotlist(station.gate, station.registers, who, HotlistRetired(name="stolen"))
    with pytest.raises(Refused):
        list_hotlists(station.gate, station.registers, who, HotlistQuery(), SETTINGS)
    assert station.kinds() == [Kind.REFUSAL] * 3


@pytest.mark.section("464.4.1")
def test_an_administrator_without_training_installs_nothing(station: Station) -> None:
    with pytest.raises(Refused) as caught:
        install(station, TWO, person(Role.ADMINISTRATOR, standing=Standing()))
    assert caught.value.section == "464.4.1"


def test_a_list_that_was_ended_can_be_installed_again(station: Station) -> None:
    install(station, TWO)
    said = HotlistRetired(name="stolen")
    retire_hotlist(station.gate, station.registers, administrator(), said)
    assert station.records()[-1].body["hotlist"] == "stolen"
    with pytest.raises(NotFound):
        retire_hotlist(station.gate, station.registers, administrator(), said)
    assert install(station, TWO).version == 2


def test_lists_are_looked_up_in_pages(station: Station) -> None:
    for number in range(3):
        install(station, TWO, name=f"list {number}")
    first = lists(station, limit=2)
    assert [line.name for line in first.lists] == ["list 2", "list 1"]
    assert first.before is not None
    rest = lists(station, limit=2, before=first.before)
    assert ([line.name for line in rest.lists], rest.before) == (["list 0"], None)


def test_a_disk_that_fails_half_way_leaves_the_list_in_force(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    install(station, TWO)

    def full(*_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    with monkeypatch.context() as away:
        away.setattr(station.registers.hotlists, "put_in_force", full)
        with pytest.raises(StoreUnavailable):
            install(station, "6XYZ999,,,,,,\n")
    assert station.records()[-1].body["reason"] == "the store can't be written; the list in force stays so"
    assert [(line.version, line.entries) for line in lists(station).lists] == [(1, 2)]


def test_a_link_is_not_followed(station: Station, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(HEADER + TWO)
    (tmp_path / "link.csv").symlink_to(tmp_path / "list.csv")
    offer = installing.HotlistOffer(name="stolen", source="department")
    with pytest.raises(BadInput, match="can't be opened"):
        installing.install_hotlist(
            station.gate, station.registers, administrator(), offer, tmp_path / "link.csv", installing.Settings()
        )
