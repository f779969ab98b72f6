"""From a message that takes reads out to the file (464.5, 464.9, 464.11): the same searches, another action."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from threading import Lock

import polars as pl
from fastapi import Response

from workbench.accesslog.notary import Notary
from workbench.custodian.asked import in_words
from workbench.custodian.searching import with_receipt
from workbench.custodian.services import Services
from workbench.errors import BadInput, NotFound
from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import refuse
from workbench.policy.exports import ExportLimits
from workbench.policy.purpose import Purpose
from workbench.policy.sections import Section
from workbench.release.fulfilment import decide_fulfilment
from workbench.release.making import Wanted, name_of
from workbench.release.sharing import FULFILLED
from workbench.release.stamp import Stamp
from workbench.release.taking import Part, Seen, TakingOut, Under
from workbench.search import canvass, vehicle
from workbench.search.given import Sources, granted
from workbench.search.plates import search_plates
from workbench.search.run import Desk, as_given
from workbench.store.as_reviewed import ReadsAsReviewed
from workbench.store.receipt import Receipt
from workbench.store.registers.docket import Act
from workbench.wire.export import MEDIA_TYPE, TakenOut, TakeOut, kind_of, pack
from workbench.wire.movement import CanvassSearch, VehicleSearch
from workbench.wire.photographs import ImageKind
from workbench.wire.search import Found

_ONE_FULFILMENT = Lock()
"""Of two at once, the second sees what the first gave out (464.11)."""


def taken_out(rooms: Services, caller: Caller, asked: TakeOut) -> Response:
    """The file behind its head; it goes out only after its result record stands."""
    purpose = rooms.registers.purposes.get(asked.query.purpose_id)
    realm = purpose.realm if purpose else Realm.LIVE
    with ExitStack() as running:
        if asked.release is not None:
            running.enter_context(_ONE_FULFILMENT)
        deed = _deed(rooms, caller, purpose, asked, realm)
        try:
            work = running.enter_context(rooms.queries.running(caller.username, asked.query.query_id))
        except BadInput as error:
            given = as_given(deed.action, asked.query, realm, deed)
            raise rooms.gate.unusable(caller, purpose, given, error) from None
        desk = Desk(rooms.gate, caller, purpose, realm, rooms.settings, work, deed)
        found, _ = _search(rooms, asked)(desk, rooms.stores_as_reviewed[realm])
        head = _head(found, asked, deed)
        _handed(rooms, caller, asked, head)
    rooms.registers.purposes.touch(asked.query.purpose_id, rooms.gate.now())
    head = with_receipt(rooms, head, found.result_record)
    return Response(pack(head, deed.file), media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def _search(rooms: Services, asked: TakeOut) -> Callable[[Desk, ReadsAsReviewed], tuple[Found, pl.DataFrame]]:
    query = asked.query
    match query:
        case CanvassSearch():
            return lambda desk, store: canvass.canvass(desk, store, query)
        case VehicleSearch():
            return lambda desk, store: vehicle.vehicle(desk, store, query)
        case _:
            return lambda desk, store: search_plates(desk, store, query, rooms.registers.confusion.in_force)


def _deed(rooms: Services, caller: Caller, purpose: Purpose | None, asked: TakeOut, realm: Realm) -> TakingOut:
    settings = rooms.settings
    case_number = asked.case_number or (purpose.case_number if purpose else "")

    def stamped(receipt: Receipt, seen: Seen) -> Stamp:
        if receipt.purpose is None:
            raise TypeError("nothing is taken out without a purpose")
        sources = Sources.of(asked.query.sources, granted(caller, realm, settings), settings.sources.names)
        return Stamp(
            agency=settings.agency.name,
            person=caller.username,
            organisation=caller.organisation,
            purpose=receipt.purpose,
            case_number=case_number,
            why=asked.why,
            query=[*_told(receipt, deed, settings.agency.time_zone), *narrowed],
            time=receipt.time,
            record=receipt.index,
            count=len(seen.table),
            total=seen.total,
            sources=sorted(sources.searched),
            left_out=sorted(sources.left_out),
            policy_version=rooms.registers.policies.current().version,
            zone=settings.agency.time_zone,
            realm=realm,
            released_to=f"request {under.release}: {under.to}" if under.release else "",
            evidence=under.evidence,
        )

    query = asked.query.model_dump(mode="json", exclude={"context", "query_id", "purpose_id"})
    wanted = Wanted(asked.format, asked.paper, query, _Seal(rooms.notary))
    limits = ExportLimits(settings.export.rows, settings.export.most)

    def crops(receipt: Receipt, reads: Sequence[str]) -> Mapping[str, bytes]:
        return _crops(rooms, receipt, reads) if realm is Realm.LIVE else {}

    kind, under = kind_of(asked.query), _under(rooms, caller, asked, realm)
    chosen = Part(frozenset(asked.chosen.read_ids), asked.chosen.narrowed) if asked.chosen else None
    narrowed = [("Narrowed to", chosen.narrowed)] if chosen else []
    deed = TakingOut(kind, asked.query.limit, asked.why, case_number, wanted, limits, stamped, crops, under, chosen)
    return deed


def _under(rooms: Services, caller: Caller, asked: TakeOut, realm: Realm) -> Under:
    """The request that is fulfilled, as it stands today."""
    if asked.release is None:
        return Under(evidence=asked.evidence)
    settings = rooms.settings
    searched = Sources.of(asked.query.sources, granted(caller, realm, settings), settings.sources.names).searched
    now = rooms.gate.now()
    grant, decision = decide_fulfilment(rooms.registers, asked.release, now, searched, settings, asked.query)
    if realm is Realm.TRAINING:
        how = "Declare a purpose for the agency's reads."
        decision = refuse(Section.RELEASE, "Reads of the training store are synthetic: they fulfil no request.", how)
    if grant is None:
        return Under(asked.release, "", asked.evidence, decision)
    to = f"{grant.asked.agency}, {grant.asked.person}; 18 USC {grant.asked.permitted_use.value}"
    return Under(asked.release, to, asked.evidence, decision, grant.weigh)


def _handed(rooms: Services, caller: Caller, asked: TakeOut, head: TakenOut) -> None:
    """Keep with the request what is given out under it, before it goes out (464.11(c))."""
    if asked.release is not None:
        body = {"name": head.name, "sha256": head.sha256, "reads": head.count, "evidence": asked.evidence}
        act = Act(FULFILLED, body, caller.username, rooms.gate.now(), head.record)
        rooms.registers.docket.add(asked.release, act)


def _crops(rooms: Services, receipt: Receipt, reads: Sequence[str]) -> Mapping[str, bytes]:
    """What is kept of the plates; an image that went meanwhile is left out."""
    wanted, found = set(reads), dict[str, bytes]()
    for photograph in rooms.registers.photographs.of_reads(reads, receipt):
        for plate in photograph.plates:
            if plate.read_id in wanted:
                with suppress(NotFound):
                    found[plate.read_id] = rooms.images.get(ImageKind.CROP, plate.crop, receipt)
    return found


def _told(receipt: Receipt, deed: TakingOut, zone: str) -> Sequence[tuple[str, str]]:
    """What was asked, in words, without what the stamp says by itself."""
    said = {*deed.elements(), "sources"} - {"search"}
    return list(in_words({name: value for name, value in receipt.request.elements.items() if name not in said}, zone))


def _head(found: Found, asked: TakeOut, deed: TakingOut) -> TakenOut:
    return TakenOut(
        record=found.record,
        result_record=found.result_record,
        time=found.time,
        realm=found.realm,
        name=name_of(found.record, asked.format),
        format=asked.format,
        sha256=deed.sha256,
        size=len(deed.file),
        count=found.count,
        total=found.total,
    )


@dataclass(frozen=True, slots=True)
class _Seal:
    """The access log vouches for a package of evidence."""

    notary: Notary

    @property
    def key(self) -> str:
        return str(self.notary.key)

    def proof(self, record: int) -> bytes:
        return self.notary.receipt(record)

    def signed(self, text: str) -> bytes:
        return self.notary.statement(text).encode()
