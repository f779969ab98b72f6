"""Records of every kind and action, the schema that OCSF publishes, and a check of an event against it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

from workbench.accesslog.events.event import SCHEMA_VERSION, Event
from workbench.accesslog.events.head import PROFILE
from workbench.accesslog.events.mapping import Mapper
from workbench.accesslog.record import Kind, Record

ORGANISATION = "Test Police Department"
BEGAN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PURPOSE = {
    "id": "p-1",
    "category": "stolen_or_wanted_vehicle",
    "case_number": "2026-00417",
    "narrative": "Grey pick-up taken from a driveway on Orange Avenue overnight.",
    "why_this_plate": "The owner remembers the plate beginning with 7ABC.",
    "declared_in": 3,
}
SECRETS = ("2026-00417", "Orange Avenue", "7ABC", "32.79", "r-0001", "Grey pick-up")
"""What no event may hold of the records made here."""
_OUTCOMES: Mapping[Kind, Mapping[str, Any]] = {
    Kind.INTENT: {"outcome": "admitted"},
    Kind.RESULT: {"outcome": "released", "intent": 6, "count": 3, "read_ids": ["r-0001"]},
    Kind.REFUSAL: {"outcome": "refused", "section": "464.7(d)", "reason": "7ABC??? fixes too few.", "needs": "own"},
    Kind.EVENT: {"detail": {"plate": "7ABC123"}, "repeated": 4},
}


def record(action: str, kind: Kind = Kind.EVENT, index: int = 7, user: str = "ana", **body: Any) -> Record:
    """A record as the gate writes it, with these fields besides."""
    return filled(action, kind, body, index=index, user=user)


def filled(
    action: str, kind: Kind, body: Mapping[str, Any], *, index: int = 7, user: str = "ana", seconds: float | None = None
) -> Record:
    """The same, whatever the fields are named; ``seconds`` after all began, as many as its index unless told."""
    whole = {
        "user": user,
        "organisation": ORGANISATION,
        "roles": ["analyst", "trainer"],
        "action": action,
        "realm": "live",
        "elements": {"pattern": "7ABC???", "area": {"latitude": 32.79, "longitude": -115.56}},
        "purpose": PURPOSE,
        "client": {"address": "127.0.0.1", "kernel": "k1"},
        **_OUTCOMES[kind],
        **body,
    }
    at = BEGAN + timedelta(seconds=index if seconds is None else seconds)
    return Record(index, at, kind, user, action, whole)


def told(made: Record) -> dict[str, Any]:
    """Its event, read again."""
    found: dict[str, Any] = json.loads(event(made).text)
    return found


def event(made: Record) -> Event:
    """Its event."""
    return Mapper(ORGANISATION)(made)


def faults(event: Mapping[str, Any]) -> list[str]:
    """What is wrong with an event by the schema that is published for its class; an unknown field is wrong too."""
    return [f"{error.json_path}: {error.message}" for error in _validator(event["class_uid"]).iter_errors(event)]


@cache
def _validator(class_uid: int) -> Draft202012Validator:
    schema = _published()
    return Draft202012Validator(schema.get_class_schema(schema.lookup_class_name_from_uid(class_uid), [PROFILE]))


@cache
def _published() -> OcsfJsonSchemaEmbedded:
    return OcsfJsonSchemaEmbedded(get_ocsf_schema(version=SCHEMA_VERSION))
