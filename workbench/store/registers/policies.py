"""The agency's policy as installed, version by version (464.4.1, 464.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.errors import BadInput, NotFound
from workbench.store.registers.database import Database, insert_unless_there
from workbench.store.registers.tables import PolicyRow


@dataclass(frozen=True, slots=True)
class PolicyText:
    """One version of the policy, as people acknowledge it."""

    version: str
    text: str
    installed_at: datetime


class Policies:
    """Installed versions; the newest is in force, and earlier ones stay readable.

    The one in force is remembered, as every decision and every record asks for it; another one is installed here alone.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._current: PolicyText | None = None
        self._lock = Lock()

    def current(self) -> PolicyText:
        """The version in force; ``NotFound`` before the first is installed."""
        if (known := self._current) is not None:
            return known
        with self._lock, self._database.reading() as session:
            row = session.scalars(select(PolicyRow).order_by(PolicyRow.number.desc()).limit(1)).first()
            if row is None:
                raise NotFound(
                    "No policy is installed.", how="The administrator installs one first.", section="464.4.1"
                )
            self._current = PolicyText(row.version, row.text, row.installed_at)
            return self._current

    def installed(self) -> bool:
        """Whether any version is."""
        with self._database.reading() as session:
            return session.scalars(select(PolicyRow.number).limit(1)).first() is not None

    def versions(self) -> list[PolicyText]:
        """Every version, newest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(PolicyRow).order_by(PolicyRow.number.desc())).all()
        return [PolicyText(row.version, row.text, row.installed_at) for row in rows]

    def install(self, version: str, text: str, by: str, record: int, now: datetime) -> None:
        """Put a version in force; everybody acknowledges it before the next query.

        ``BadInput`` when the version was installed with another text; the same once more changes nothing.
        """
        if not version.strip() or not text.strip():
            raise BadInput("A policy needs a version and a text.", how="Give both.", section="464.8")
        values = {"version": version, "text": text, "installed_at": now, "installed_by": by, "record": record}
        with self._lock:
            with self._database.writing() as session:
                insert_unless_there(session, PolicyRow, values, ("version",))
                _demand_text(session, version, text)
            self._current = None


def _demand_text(session: Session, version: str, text: str) -> None:
    if session.scalar(select(PolicyRow.text).where(PolicyRow.version == version)) != text:
        raise BadInput(
            f"Version {version} is installed with another text.",
            where="version",
            how="Give the new text a version of its own: people acknowledged the other one.",
            section="464.8",
        )
