"""Archives that were changed, cut, mixed up or forged are refused, and nothing is restored of them (464.10)."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.backup.ground import House, content, founded, rewritten
from workbench.backup.age import identities_of
from workbench.backup.names import KEYS, LOG, MANIFEST, SUMS, Kind
from workbench.backup.unpack import checked
from workbench.custodian.restoring import restore
from workbench.errors import BadInput

pytestmark = pytest.mark.section("464.10")

Made = dict[Kind, Path]
Change = Callable[[list[tarfile.TarInfo], dict[str, bytes]], None]


def refused(house: House, made: Made, match: str) -> None:
    """It is refused for this reason, and nothing stands where it would have been restored."""
    into = house.folder / "new"
    with pytest.raises(BadInput, match=match):
        restore(house.wanted(made), into)
    assert not into.exists()
    assert not list(house.folder.glob(".*.restoring"))


@pytest.mark.parametrize("kind", Kind)
def test_a_bit_that_was_changed_anywhere_is_found(house: House, made: Made, kind: Kind) -> None:
    whole = made[kind].read_bytes()
    for at in (10, 200, len(whole) // 2, len(whole) - 1):
        made[kind].write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        refused(house, made, "does not open|not whole")


@pytest.mark.parametrize("kind", Kind)
def test_an_archive_that_was_cut_off_is_refused(house: House, made: Made, kind: Kind) -> None:
    whole = made[kind].read_bytes()
    for length in (0, 100, len(whole) // 2, len(whole) - 1):
        made[kind].write_bytes(whole[:length])
        refused(house, made, "does not open|not whole")


def drop(name: str) -> Change:
    return lambda members, _: members.remove(next(each for each in members if each.name == name))


def double(name: str) -> Change:
    def change(members: list[tarfile.TarInfo], _: dict[str, bytes]) -> None:
        members.insert(0, next(each for each in members if each.name == name))

    return change


def put(name: str, kind: bytes = tarfile.REGTYPE, leads: str = "") -> Change:
    def change(members: list[tarfile.TarInfo], data: dict[str, bytes]) -> None:
        added = tarfile.TarInfo(name)
        added.type, added.linkname = kind, leads
        data[name] = b"mine"
        members.insert(0, added)

    return change


def overwrite(name: str) -> Change:
    return lambda _, data: data.update({name: data[name][:-1] + b"!"})


CHANGES: dict[str, tuple[Change, str]] = {
    "a member is missing": (drop(LOG), "not those of its list"),
    "the list is missing": (drop(SUMS), "not those of its list"),
    "the manifest is missing": (drop(MANIFEST), "its end is missing"),
    "a member stands twice": (double(LOG), "twice"),
    "a member was changed": (overwrite(LOG), "not those of its list"),
    "the manifest was changed": (overwrite(MANIFEST), "manifest can't be used"),
    "a member was added": (put("custodian/reads/live/files/" + "a" * 32 + ".reads"), "not those of its list"),
    "a name leads out": (put("../../etc/cron.d/mine"), "does not belong"),
    "a name is absolute": (put("/etc/cron.d/mine"), "does not belong"),
    "a name goes through a folder": (put("custodian/reads/../../../mine"), "does not belong"),
    "a key stands in the backup": (put(f"{KEYS}/000000.keys"), "does not belong"),
    "a symbolic link": (put("custodian/reads", tarfile.SYMTYPE, "/etc"), "no plain file"),
    "a hard link": (put("custodian/served", tarfile.LNKTYPE, "/etc/shadow"), "no plain file"),
    "a device": (put("custodian/served", tarfile.CHRTYPE), "no plain file"),
    "a folder": (put("custodian", tarfile.DIRTYPE), "no plain file"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whoever_has_the_public_keys_puts_nothing_into_it(house: House, made: Made, change: tuple[Change, str]) -> None:
    rewritten(made[Kind.BACKUP], house.identity, change[0])
    refused(house, made, change[1])


def test_another_identity_opens_nothing(house: House, made: Made) -> None:
    house.identity.write_bytes(house.escrow_identity.read_bytes())
    refused(house, made, "does not open")


def test_the_archives_are_not_taken_for_each_other(house: House, made: Made) -> None:
    with pytest.raises(BadInput, match=r"does not belong|where the escrow was"):
        checked(made[Kind.BACKUP], identities_of([house.identity]), Kind.ESCROW)


def test_an_escrow_older_than_the_backup_is_refused(house: House, made: Made) -> None:
    later = house.folder / "later"
    later.mkdir()
    refused(house, {**made, Kind.BACKUP: house.archived(later)[Kind.BACKUP]}, "older than the backup")


def test_archives_of_different_agencies_are_refused(house: House, made: Made, tmp_path: Path) -> None:
    other = founded(tmp_path / "other", "Other Police Department")
    escrow = other.archived()[Kind.ESCROW]
    other.escrow_identity.replace(house.escrow_identity)
    refused(house, {**made, Kind.ESCROW: escrow}, "different agencies")


def test_archives_of_two_logs_of_one_agency_are_refused(house: House, made: Made, tmp_path: Path) -> None:
    other = founded(tmp_path / "other")
    escrow = other.archived()[Kind.ESCROW]
    other.escrow_identity.replace(house.escrow_identity)
    refused(house, {**made, Kind.ESCROW: escrow}, "different access logs")


def test_neither_archive_holds_what_the_other_is_for(house: House, made: Made) -> None:
    backup = {name for name, _ in content(made[Kind.BACKUP], house.identity)}
    escrow = {name for name, _ in content(made[Kind.ESCROW], house.escrow_identity)}
    assert backup & escrow == {SUMS, MANIFEST}
    keys = b"".join(data for name, data in content(made[Kind.ESCROW], house.escrow_identity) if name.endswith(".keys"))
    held = b"".join(data for _, data in content(made[Kind.BACKUP], house.identity))
    assert keys[32:64] not in held
    assert (house.data / "custodian" / "reads-key").read_bytes() not in held
