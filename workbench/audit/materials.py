"""The material of an audit (464.6), by what the audit is of."""

from __future__ import annotations

from workbench.audit.desk import AuditDesk
from workbench.audit.foreign_material import ForeignMaterial
from workbench.audit.material import Material
from workbench.audit.own_material import OwnMaterial
from workbench.wire.audits import Audit


def material_of(desk: AuditDesk, audit: Audit) -> Material:
    """Our own log's records, or the rows of the file that was handed in."""
    return ForeignMaterial(desk, audit) if audit.file_name else OwnMaterial(desk, audit)
