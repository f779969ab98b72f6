"""Files of the training (464.12): a certificate, and the register; on record with their hash before they go out."""

from __future__ import annotations

import base64
import hashlib

from workbench.custodian.services import Services
from workbench.gate import Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.roles import Operation
from workbench.prose.sheet import sheet
from workbench.prose.words import exact, local
from workbench.store.receipt import Receipt
from workbench.training.certificate import certified
from workbench.training.register import REGISTER, Entry, entries
from workbench.wire.training_sessions import RegisterWanted, TrainingFile

PDF, CSV = "application/pdf", "text/csv;charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def certificate(rooms: Services, caller: Caller, number: int) -> TrainingFile:
    """The certificate of that number; ``NotFound`` for none and for another's."""
    from workbench.release.certificate import Certificate, certificate_pdf  # what draws it takes long to load

    found, receipt = certified(rooms.gate, rooms.reader, caller, number)
    zone = rooms.settings.agency.time_zone
    file = certificate_pdf(
        Certificate(
            agency=rooms.settings.agency.name,
            number=number,
            holder=found.holder,
            trainer=found.trainer,
            signed=local(found.signed_at, zone),
            valid_until=local(found.valid_until, zone),
            policy_version=found.policy_version,
            taught=found.taught,
            leaf=found.leaf.hex(),
            receipt=rooms.notary.receipt(number).decode(),
        )
    )
    return _released(rooms, receipt, f"alpr-training-certificate-{number}.pdf", PDF, file)


def register(rooms: Services, caller: Caller, wanted: RegisterWanted) -> TrainingFile:
    """The whole register as one table, for a trainer."""
    asked = Request(
        REGISTER, Operation.TRAIN, {"format": wanted.format}, Realm.TRAINING, context=wanted.context.model_dump()
    )
    receipt = rooms.gate.admit(caller, None, asked)
    rows = entries(rooms.registers)
    if wanted.format == "csv":
        file, kind = ("\ufeff" + sheet([Entry._fields, *rows])).encode(), CSV
    else:
        from workbench.release.tablefile import workbook_of

        file, kind = workbook_of(_about(rooms, receipt), "Training register", Entry._fields, rows), XLSX
    return _released(rooms, receipt, f"training-register-{receipt.index}.{wanted.format}", kind, file)


def _about(rooms: Services, receipt: Receipt) -> list[tuple[str, str]]:
    agency = rooms.settings.agency
    return [
        ("Training register", f"{agency.name}, policy section 464.12"),
        ("Taken out by", f"{receipt.caller.username}, {receipt.caller.organisation}"),
        ("When", exact(receipt.time, agency.time_zone)),
        ("Access log", f"record {receipt.index}; the column record names what each line rests on"),
    ]


def _released(rooms: Services, receipt: Receipt, name: str, kind: str, file: bytes) -> TrainingFile:
    sha256 = hashlib.sha256(file).hexdigest()
    result = rooms.gate.release(receipt, {"file": name, "sha256": sha256, "bytes": len(file)})
    return TrainingFile.model_validate(
        {
            "name": name,
            "media_type": kind,
            "sha256": sha256,
            "content": base64.b64encode(file),
            "record": receipt.index,
            "result_record": result.index,
        }
    )
