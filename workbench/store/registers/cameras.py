"""The register of cameras (464.9): where each stands, by the name that its reads bear."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from workbench.store.registers.database import Database, upsert
from workbench.store.registers.programme_tables import CameraRow
from workbench.wire.programme_lists import Camera, CameraShown


class Cameras:
    """Cameras by name; what stood of one before is in the access log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[CameraShown]:
        """Every camera, by name."""
        with self._database.reading() as session:
            return [_camera(row) for row in session.scalars(select(CameraRow).order_by(CameraRow.name))]

    def places(self, source: str) -> dict[str, tuple[float, float]]:
        """Where the active cameras of a source stand: latitude and longitude (degrees WGS 84) by name."""
        wanted = select(CameraRow).where(CameraRow.source == source, CameraRow.active.is_(True))
        with self._database.reading() as session:
            return {row.name: (row.latitude, row.longitude) for row in session.scalars(wanted)}

    def keep(self, camera: Camera, by: str, at: datetime, record: int) -> None:
        """Register it, or replace what stands of it."""
        values = {**camera.model_dump(), "kept_by": by, "kept_at": at, "record": record}
        with self._database.writing() as session:
            upsert(session, CameraRow, values, ("name",))


def _camera(row: CameraRow) -> CameraShown:
    return CameraShown(
        name=row.name,
        place=row.place,
        source=row.source,
        latitude=row.latitude,
        longitude=row.longitude,
        active=row.active,
        kept_by=row.kept_by,
        record=row.record,
    )
