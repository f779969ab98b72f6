"""The register of sealed reports (464.6, 464.10(c)): each is kept as it was made, and none is made twice."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from workbench.store.registers.audit_tables import AuditReportRow, AuditTableRow
from workbench.store.registers.database import Database
from workbench.wire.audits import State


@dataclass(frozen=True, slots=True)
class KeptReport:
    """Both files, their SHA-256 in hexadecimal, and a note of these under the log's signature."""

    record: int
    pdf: bytes
    html: bytes
    pdf_sha256: str
    html_sha256: str
    note: str


class AuditReports:
    """Their digests stand in the access log, too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, audit: int) -> KeptReport | None:
        """The report of an audit, or None while it is not sealed."""
        with self._database.reading() as session:
            row = session.get(AuditReportRow, audit)
            return KeptReport(**{name: getattr(row, name) for name in KeptReport.__slots__}) if row else None

    def seal(self, audit: int, report: KeptReport, by: str, at: datetime) -> bool:
        """Keep a report and close its audit, in one; False when it was sealed already."""
        with self._database.writing() as session:
            row = session.get(AuditTableRow, audit, with_for_update=True)
            if row is None or row.state != State.OPEN.value:
                return False
            session.add(AuditReportRow(audit=audit, **asdict(report)))
            row.state, row.sealed_by, row.sealed_at, row.sealed_record = State.SEALED.value, by, at, report.record
            return True
