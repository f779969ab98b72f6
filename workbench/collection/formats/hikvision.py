"""Hikvision ``EventNotificationAlert`` of type ANPR, XML (464.9). Confidence counts to 100.

Entities and document types are refused outright: an event needs neither, an attack does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from workbench.collection import envelope, text, values
from workbench.collection.reading import Entry, Given, Ground, settle
from workbench.collection.regions import region
from workbench.errors import BadInput, FormatError
from workbench.wire.ingest import Rejected

LIMIT = 16 << 20
"""Bytes of one XML document; a tree takes several times as much memory."""
TAGS = 1_000_000
"""Tags of one XML document; small ones take forty times as much memory as text. An event has about 200."""
_ENCODING = re.compile(r"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})")


def read(stream: BinaryIO, ground: Ground) -> Iterator[Entry]:
    """Each alert of a document; they are numbered as they stand."""
    root = _parse(text.document(envelope.unwrap(stream), LIMIT))
    alerts = [node for node in root.iter() if _name(node) == "EventNotificationAlert"]
    if not alerts:
        raise FormatError(
            f"The XML has no EventNotificationAlert; its root is '{_name(root)[:40]}'.",
            how="Hand over the camera's ANPR events as they come.",
        )
    for number, alert in enumerate(alerts, 1):
        yield _entry(number, alert, ground)


def _parse(whole: str) -> Element:
    if whole.count("<") > TAGS:
        raise FormatError(f"The XML has more than {TAGS:,} tags.", how="Hand over fewer events at a time.")
    declared = _ENCODING.search(whole[:400])
    if declared and declared[1].upper() not in ("UTF-8", "UTF8", "US-ASCII", "ASCII"):
        raise FormatError(f"The XML declares the encoding {declared[1]}.", how="Send it as UTF-8.")
    try:
        return fromstring(whole.encode(), forbid_dtd=True)
    except DefusedXmlException:
        raise FormatError(
            "The XML declares a document type or entities, which an event never needs: refused.",
            how="Check where this file comes from.",
        ) from None
    except ParseError as error:
        line, column = error.position
        raise FormatError(
            f"The XML is broken or cut off on line {line}, character {column + 1}.",
            line=line,
            how="Send the event again; nothing was taken.",
        ) from None
    except (ValueError, RecursionError):
        raise FormatError("The XML can't be read.", how="Send the event again as UTF-8.") from None


def _entry(number: int, alert: Element, ground: Ground) -> Entry:
    kind = _said(alert, "eventType")
    anpr = _child(alert, "ANPR")
    if kind != "ANPR" or anpr is None:
        return Rejected(line=number, reason=f"an event of type '{(kind or 'none')[:40]}', no read")
    try:
        return settle(number, _given(alert, anpr), ground)
    except BadInput as error:
        return Rejected(line=number, reason=error.message)


def _given(alert: Element, anpr: Element) -> Given:
    vehicle = _child(anpr, "vehicleInfo")
    return Given(
        plate=_plate(anpr),
        time=_said(alert, "dateTime"),
        camera=_said(alert, "deviceID") or _said(alert, "channelName"),
        latitude=_sexagesimal(alert, "Latitude", "latitudeType", "S"),
        longitude=_sexagesimal(alert, "Longitude", "longitudeType", "W"),
        state=region(None, _said(alert, "countryAbbreviation")),
        confidence=_said(anpr, "confidenceLevel"),
        scale=100,
        direction=_said(anpr, "direction"),
        colour=_said(vehicle, "color"),
        body_type=_said(anpr, "vehicleType"),
        vendor_id=_said(alert, "UUID"),
    )


def _plate(anpr: Element) -> str | None:
    """The plate as the camera saw it; the corrected one when that is all there is."""
    original = _said(anpr, "originalLicensePlate")
    found = original or _said(anpr, "licensePlate")
    return None if found and found.casefold() in ("unknown", "noplate") else found


def _sexagesimal(alert: Element, name: str, hemisphere: str, negative: str) -> float | None:
    """Decimal degrees from degrees, minutes and seconds; None when all three are zero or silent."""
    place = _child(alert, "DeviceGPSInfo")
    parts = _child(place, name)
    if parts is None:
        return None
    degree, minute, second = (
        values.number(_said(parts, part), name.lower()) or 0.0 for part in ("degree", "minute", "sec")
    )
    if min(degree, minute, second) < 0 or minute >= 60 or second >= 60:
        raise BadInput(f"the {name.lower()} is not in degrees, minutes and seconds")
    found = degree + minute / 60 + second / 3600
    return -found if _said(place, hemisphere) == negative else found


def _child(parent: Element | None, name: str) -> Element | None:
    """The first child of that local name, in whichever namespace."""
    return next((node for node in parent if _name(node) == name), None) if parent is not None else None


def _said(parent: Element | None, name: str) -> str | None:
    node = _child(parent, name)
    return (node.text or "").strip() or None if node is not None else None


def _name(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]
