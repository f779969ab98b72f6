"""The terms on which a batch is offered: what can't hold is bad input, what may not be is refused (464.7.1(a))."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from workbench.accesslog.record import digest
from workbench.collection import values
from workbench.collection.reading import Ground
from workbench.collection.recognise import known
from workbench.errors import BadInput
from workbench.gate import Rule
from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.provenance import decide_provenance
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Role
from workbench.policy.sections import Section
from workbench.settings import Settings
from workbench.wire.ingest import BatchOffer
from workbench.wire.photographs import PhotographOffer


def ground(
    offer: BatchOffer | PhotographOffer, now: datetime, cameras: Mapping[str, tuple[float, float]] | None = None
) -> Ground:
    """What entries may take from the offer, and from the register of ``cameras``.

    Raises ``BadInput`` for a name, zone or place that can't be.
    """
    if isinstance(offer, BatchOffer) and offer.format is not None:
        known(offer.format)
    if offer.time_zone:
        values.zone(offer.time_zone)
    latitude = values.degrees(offer.latitude, 90, "latitude")
    longitude = values.degrees(offer.longitude, 180, "longitude")
    if (latitude is None) != (longitude is None):
        raise BadInput("Only one of latitude and longitude came with the batch.", where="latitude", how="Give both.")
    return Ground(now, values.text(offer.camera, "camera") or "", latitude, longitude, offer.time_zone, cameras or {})


def rules(offer: BatchOffer | PhotographOffer, settings: Settings) -> tuple[Rule, ...]:
    """The questions to the policy that every batch answers: in public view, and from a source of the agency."""

    def provenance(_caller: Caller, _purpose: Purpose | None, _now: datetime) -> Decision:
        return decide_provenance(offer.provenance.value, offer.court_order)

    def source(caller: Caller, _purpose: Purpose | None, _now: datetime) -> Decision:
        if offer.source not in settings.sources.names:
            return refuse(
                Section.SOURCES,
                "The batch names no source of this agency, so nobody could be granted its reads.",
                f"Name one of: {', '.join(settings.sources.names)}.",
            )
        if Role.DEVICE in caller.roles and offer.source not in caller.sources:
            return refuse(
                Section.SOURCES,
                f"This device is not enrolled for reads of the source '{offer.source}'.",
                f"Name {', '.join(sorted(caller.sources)) or 'no source'}, or enrol a device for that source.",
            )
        return allow(Section.SOURCES)

    return provenance, source


def batch_id(realm: Realm, offer: BatchOffer, sha256: str) -> str:
    """The same bytes on the same terms are the same batch: 32 hexadecimal digits.

    The file's name is no term: a file that was renamed is still the same.
    """
    terms = offer.model_dump(mode="json", exclude={"name"})
    return digest({"realm": realm.value, "sha256": sha256, **terms})[:32]
