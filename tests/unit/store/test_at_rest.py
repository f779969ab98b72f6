"""Relying on the file system's encryption needs one that is seen to encrypt; a key is changed without losing either."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workbench.errors import ConfigError
from workbench.settings import Settings
from workbench.store import at_rest
from workbench.store.at_rest import encrypted_below, finish, sealing_of, target_of
from workbench.store.segments.sealing import FilesystemSealing, KeySealing

pytestmark = pytest.mark.section("464.10")


class Machine:
    """A machine's mounts and block devices, as the kernel tells of them, around a folder."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.data.mkdir()
        self.mounts = folder / "mountinfo"
        self.devices = folder / "sys"
        number = self.data.stat().st_dev
        self.number = f"{os.major(number)}:{os.minor(number)}"
        (self.devices / "dev" / "block").mkdir(parents=True)

    def mounted(self, kind: str) -> Machine:
        """With a file system of this kind where the data stand, and others elsewhere."""
        self.mounts.write_text(
            "21 1 0:99 / / rw - ext4 /dev/root rw\n"
            f"22 1 {self.number} / /data rw,noatime shared:5 - {kind} /dev/mapper/data rw\n"
            "23 1 0:98 / /elsewhere rw - fuse.gocryptfs gocryptfs rw\n"
        )
        return self

    def device(self, name: str, uuid: str | None = None, *, below: tuple[Path, ...] = ()) -> Path:
        """A block device above others."""
        path = self.devices / "devices" / name
        (path / "slaves").mkdir(parents=True)
        if uuid is not None:
            (path / "dm").mkdir()
            (path / "dm" / "uuid").write_text(f"{uuid}\n")
        for one in below:
            (path / "slaves" / one.name).symlink_to(one)
        return path

    def on(self, device: Path) -> Machine:
        """With the data's file system on this device."""
        (self.devices / "dev" / "block" / self.number).symlink_to(device)
        return self

    @property
    def encrypts(self) -> bool:
        return encrypted_below(self.data, mounts=self.mounts, devices=self.devices)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize(
    ("kind", "encrypts"),
    [("fuse.gocryptfs", True), ("ecryptfs", True), ("ext4", False), ("tmpfs", False), ("fuse.sshfs", False)],
)
def test_a_file_system_encrypts_or_not(machine: Machine, kind: str, encrypts: bool) -> None:
    assert machine.mounted(kind).encrypts is encrypts


def test_dm_crypt_is_seen_below_a_logical_volume(machine: Machine) -> None:
    crypt = machine.device("dm-0", "CRYPT-LUKS2-1234-sda2_crypt", below=(machine.device("sda2"),))
    assert machine.mounted("ext4").on(machine.device("dm-1", "LVM-abcd", below=(crypt,))).encrypts


def test_dm_crypt_is_seen_right_below(machine: Machine) -> None:
    assert machine.mounted("xfs").on(machine.device("dm-0", "CRYPT-LUKS2-1234-data")).encrypts


def test_a_volume_of_which_one_part_is_readable_does_not_encrypt(machine: Machine) -> None:
    crypt = machine.device("dm-0", "CRYPT-LUKS2-1234-sda2_crypt")
    volume = machine.device("dm-1", "LVM-abcd", below=(crypt, machine.device("sdb1")))
    assert not machine.mounted("ext4").on(volume).encrypts


def test_a_plain_disk_does_not_encrypt(machine: Machine) -> None:
    assert not machine.mounted("ext4").on(machine.device("sda1")).encrypts


def settings(folder: Path, encryption: str) -> Settings:
    return Settings.from_mapping({"paths": {"data": str(folder)}, "store": {"encryption": encryption}})


@pytest.fixture
def keyed(tmp_path: Path) -> Settings:
    (tmp_path / "custodian").mkdir()
    return settings(tmp_path, "key")


@pytest.fixture
def unkeyed(keyed: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(at_rest, "encrypted_below", lambda path: path == tmp_path / "custodian")
    return settings(tmp_path, "filesystem")


def test_the_start_is_refused_where_the_file_system_does_not_encrypt(tmp_path: Path, keyed: Settings) -> None:
    if encrypted_below(tmp_path):
        pytest.skip("this machine's disk is encrypted")
    for ask in (sealing_of, lambda asked: target_of(asked, new_key=False)):
        with pytest.raises(ConfigError, match="not seen to encrypt") as told:
            ask(settings(tmp_path, "filesystem"))
        assert told.value.section == "464.10"


def test_the_file_system_is_relied_on_where_it_encrypts(unkeyed: Settings) -> None:
    assert sealing_of(unkeyed) == FilesystemSealing()


def test_a_key_is_made_at_the_first_start_and_used_at_the_next(keyed: Settings) -> None:
    first = sealing_of(keyed)
    assert isinstance(first, KeySealing)
    assert sealing_of(keyed) == first


def test_a_new_key_takes_the_place_of_the_old_once_nothing_is_sealed_with_that(keyed: Settings) -> None:
    old = sealing_of(keyed)
    target = target_of(keyed, new_key=True)
    assert target.name != old.name
    assert target.named(old.name) == old
    for begun in (target_of(keyed, new_key=True), target_of(keyed, new_key=False)):
        assert begun == target
    meanwhile = sealing_of(keyed)
    assert (meanwhile.name, meanwhile.named(target.name)) == (old.name, target.first)
    finish(keyed)
    assert sealing_of(keyed) == target.first
    assert old.key not in [path.read_bytes() for path in Path(keyed.store.key_file).parent.iterdir()]  # type: ignore[attr-defined]
    finish(keyed)
    assert sealing_of(keyed) == target.first


def test_a_store_may_come_from_the_file_system_to_a_key_and_back(keyed: Settings, unkeyed: Settings) -> None:
    to_key = target_of(keyed, new_key=False)
    assert to_key.named("filesystem") == FilesystemSealing()
    key = sealing_of(keyed)
    assert to_key.name == key.name
    back = target_of(unkeyed, new_key=False)
    assert (back.name, back.named(key.name)) == ("filesystem", key)


def test_without_a_key_there_is_no_new_one(unkeyed: Settings) -> None:
    with pytest.raises(ConfigError, match="no key"):
        target_of(unkeyed, new_key=True)
