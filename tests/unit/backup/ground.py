"""An agency's data folder with reads, an image, a purpose and accounts; and its archives, to be tampered with."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from pyrage import decrypt_io, encrypt_io, x25519

from hub_config.accounts import Accounts
from tests.policy.people import NOW, TRAINED, Station, analyst, person, purpose, search
from tests.unit.collection.desk import Desk
from tests.unit.collection.ground import OWN_HEADER
from tests.unit.store.reads_ground import SEALING
from workbench.backup import create
from workbench.backup.age import identities_of
from workbench.backup.names import Kind
from workbench.backup.places import forget, images_of, turn
from workbench.backup.unpack import Sources
from workbench.custodian.backing import desk_of
from workbench.custodian.restoring import Wanted
from workbench.errors import AssentRequired
from workbench.gate import Request
from workbench.plates.pattern import parse
from workbench.policy.caller import Realm
from workbench.policy.roles import Operation, Role
from workbench.retention.holding import place_hold
from workbench.retention.reads import Keep, preview_purge, purge_reads
from workbench.settings import Settings, sample
from workbench.store.images import ImageStore
from workbench.store.reads_query import PlateQuery
from workbench.training.sample_policy import SAMPLE_POLICY
from workbench.training.secret import Secret
from workbench.wire.photographs import ImageKind
from workbench.wire.purging import AskPurge, Purge
from workbench.wire.retention import PlaceHold

SECRETS = ("training-secret", "watch-list-key")
ORGANISATION = "Test Police Department"
GONE, HELD, NEW = "7QZX481", "8WVU927", "9NEW001"
"""Three vehicles: two were read three years ago, of which one was found for a case; the third one was read today."""
CASE = "2026-00417"
NARRATIVE = "The ochre delivery bicycle outside the cannery."
LONG = replace(TRAINED, trained_until=NOW + timedelta(days=15 * 365))
ADAM = person(Role.ADMINISTRATOR, name="adam", standing=LONG)
BEFORE = NOW + timedelta(days=1)
LATER = NOW + timedelta(days=3 * 365)


def lines(plate: str, time: Any) -> bytes:
    return f"{OWN_HEADER}{time:%Y-%m-%dT%H:%M:%S+00:00},{plate},CA,0.9,32.792,-115.5631,EC-04,,,,,,,,\n".encode()


@dataclass
class House:
    """A data folder, its configuration, and who can open what."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def config(self) -> Path:
        return self.data / "config" / "workbench.toml"

    @property
    def settings(self) -> Settings:
        return Settings.load(self.config)

    @property
    def identity(self) -> Path:
        return self.folder / "backup.identity"

    @property
    def escrow_identity(self) -> Path:
        return self.folder / "escrow.identity"

    @contextmanager
    def at_work(self) -> Iterator[tuple[Station, Desk]]:
        """Its log, registers and store, open."""
        with Station(self.data / "custodian") as station, ExitStack() as opening:
            station.clock = LATER
            desk = Desk(self.data / "custodian" / "reads", station)
            opening.callback(desk.store.close)
            yield station, desk

    def archived(self, into: Path | None = None) -> dict[Kind, Path]:
        """Make both archives of now, as the command does while nothing runs."""
        settings, into = self.settings, into or self.folder
        with turn(settings), desk_of(settings) as desk:
            desk.taken()
            made = create.create(settings, self.config.read_bytes(), b"accounts " + NARRATIVE.encode(), into)
            forget(settings)
        return {kind: archive.path for kind, archive in made.items()}

    def wanted(self, made: dict[Kind, Path], **more: Any) -> Wanted:
        """What is restored from these."""
        opened = [identities_of([file]) for file in (self.identity, self.escrow_identity)]
        sources = Sources(made[Kind.BACKUP], made[Kind.ESCROW], opened[0], opened[1])
        return Wanted(sources, "rita", **{"ask": False, **more})

    def purge(self) -> None:
        """A case is held; then two persons purge what is old enough."""
        with self.at_work() as (station, desk):
            day = (LATER + timedelta(days=30)).date()
            held = PlaceHold(case_number=CASE, reason="Discovery request of the defence", review_by=day)
            place_hold(station.gate, station.registers, ADAM, held, "America/Los_Angeles")
            images = ImageStore.open(images_of(self.settings), SEALING)
            keep = Keep(station.gate, station.reader, station.registers, desk.store, images, Settings(), lambda _: 0)
            told = preview_purge(keep, ADAM, AskPurge(before=BEFORE))
            said = Purge(before=told.before, reads=told.reads, held=told.held, reads_sha256=told.reads_sha256)
            try:
                purge_reads(keep, ADAM, said)
            except AssentRequired as asked:
                station.registers.assents.answer(asked.assent, "eve", True, "", station.clock, record=0)
            purge_reads(keep, ADAM, said)
            images.close()


def founded(folder: Path, organisation: str = ORGANISATION) -> House:
    """An agency with three vehicles' reads, one photograph, a purpose and an account."""
    house = House(folder)
    custodian = house.data / "custodian"
    custodian.mkdir(parents=True, mode=0o700)
    house.config.parent.mkdir()
    for file in (house.identity, house.escrow_identity):
        file.write_text(f"# made for a test\n{x25519.Identity.generate()}\n")
    house.config.write_text(
        sample(
            {
                "paths.data": house.data,
                "agency.organisation": organisation,
                "isolation.enforced": False,
                "backup.recipients": [_public(house.identity)],
                "backup.escrow_recipients": [_public(house.escrow_identity)],
            }
        )
    )
    (custodian / "reads-key").write_bytes(SEALING.key)
    for secret in SECRETS:
        Secret.open(custodian / secret)
    with Station(custodian) as station:
        station.registers.policies.install("2026-01", SAMPLE_POLICY, "custodian", 0, NOW)
        station.registers.purposes.add(purpose(narrative=NARRATIVE))
        reads = custodian / "reads"
        with closing(Desk(reads, station, Realm.TRAINING).store):
            pass
        desk = Desk(reads, station)
        for plate in (GONE, HELD):
            desk.take(lines(plate, NOW - timedelta(days=3)), analyst())
        found = station.gate.admit(analyst(), purpose(case_number=CASE), search(HELD))
        reads = desk.store.find(PlateQuery(parse(HELD)), found).reads
        station.gate.release(found, {"count": len(reads), "read_ids": reads["read_id"].to_list()}, [HELD])
        images = ImageStore.open(images_of(house.settings), SEALING)
        receipt = station.gate.admit(ADAM, None, Request("hotlists.list", Operation.HOTLIST, {"note": NARRATIVE}))
        images.put(ImageKind.ORIGINAL, GONE.encode() * 1000, receipt)
        images.close()
        station.clock = LATER
        desk.take(lines(NEW, LATER), analyst(standing=LONG))
        desk.store.close()
    (house.data / "hub").mkdir()
    Accounts.open(house.data / "hub" / "accounts.sqlite").add("ana", "correct horse battery staple", [Role.ANALYST])
    return house


def _public(file: Path) -> str:
    return str(identities_of([file])[0].to_public())


def content(archive: Path, identity: Path) -> list[tuple[str, bytes]]:
    """What an archive holds, in order."""
    plain = BytesIO()
    with archive.open("rb") as file:
        decrypt_io(file, plain, identities_of([identity]))
    plain.seek(0)
    with tarfile.open(fileobj=plain) as tar:
        return [(each.name, tar.extractfile(each).read()) for each in tar]  # type: ignore[union-attr]


def rewritten(archive: Path, identity: Path, change: Callable[[list[tarfile.TarInfo], dict[str, bytes]], None]) -> None:
    """Put another tar into an archive, encrypted as it was: what somebody does who has the public keys."""
    held = content(archive, identity)
    members = [_info(name, len(data)) for name, data in held]
    data = dict(held)
    change(members, data)
    plain = BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for member in members:
            member.size = len(data[member.name]) if member.isreg() else 0
            tar.addfile(member, BytesIO(data[member.name]) if member.isreg() else None)
    plain.seek(0)
    with archive.open("wb") as file:
        encrypt_io(plain, file, [identities_of([identity])[0].to_public()])


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size = size
    return info
