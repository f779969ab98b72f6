"""Vehicles and cameras that may hand over reads (464.9), each with a secret of its own."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import select

from workbench.errors import BadInput
from workbench.store.registers.database import Database
from workbench.store.registers.tables import DeviceRow

_NOBODY = ("0" * 32, "0" * 64)
"""Compared against when there is no such device, so that a guess at a name takes as long."""


@dataclass(frozen=True, slots=True)
class Device:
    """One device: the source its reads belong to, and the camera where a format names none."""

    name: str
    source: str
    camera: str
    added_by: str
    record: int


class Devices:
    """Devices by name. Only a salted hash of the secret is kept: the secret itself has 256 random bits."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, source: str, camera: str, by: str, record: int) -> str:
        """Enrol a device and return its secret, which is told once; ``BadInput`` when the name is taken."""
        secret, salt = secrets.token_urlsafe(32), secrets.token_hex(16)
        with self._database.writing() as session:
            if session.get(DeviceRow, name) is not None:
                raise BadInput(
                    f"A device named {name} is enrolled already.",
                    where="name",
                    how="Choose another name, or remove that device first.",
                    section="464.9",
                )
            session.add(
                DeviceRow(
                    name=name,
                    source=source,
                    camera=camera,
                    salt=salt,
                    secret_hash=_hash(salt, secret),
                    added_by=by,
                    record=record,
                )
            )
        return secret

    def check(self, name: str, secret: str) -> Device | None:
        """The device when the secret is its own, else None; compared in constant time."""
        with self._database.reading() as session:
            row = session.get(DeviceRow, name)
        salt, kept = (row.salt, row.secret_hash) if row else _NOBODY
        right = hmac.compare_digest(_hash(salt, secret), kept)
        return _device(row) if row and right else None

    def enrolled(self, name: str) -> bool:
        """Whether there is a device of this name."""
        with self._database.reading() as session:
            return session.get(DeviceRow, name) is not None

    def camera(self, name: str) -> str:
        """The camera that a device was enrolled with, for formats that name none; empty when it names its own."""
        with self._database.reading() as session:
            row = session.get(DeviceRow, name)
            return row.camera if row else ""

    def all(self) -> list[Device]:
        """Every device, by name."""
        with self._database.reading() as session:
            rows = session.scalars(select(DeviceRow).order_by(DeviceRow.name)).all()
        return [_device(row) for row in rows]

    def remove(self, name: str) -> bool:
        """Take the device's credential back; whether there was such a device."""
        with self._database.writing() as session:
            row = session.get(DeviceRow, name)
            if row is not None:
                session.delete(row)
            return row is not None


def _device(row: DeviceRow) -> Device:
    return Device(row.name, row.source, row.camera, row.added_by, row.record)


def _hash(salt: str, secret: str) -> str:
    return hashlib.sha256(f"{salt}:{secret}".encode()).hexdigest()
