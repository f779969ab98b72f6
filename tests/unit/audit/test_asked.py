"""Each record says in one line what was asked (464.5(3))."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policy.people import NOW
from workbench.accesslog.record import Kind, Record
from workbench.audit.asked import asked


@pytest.mark.parametrize(
    ("action", "body", "line"),
    [
        ("search.plates", {"elements": {"pattern": "7A?C*"}}, "plates like 7A?C*"),
        ("search.plates", {}, "plates like ?"),
        ("search.plates", {"elements": "torn"}, "plates like ?"),
        (
            "search.plates",
            {"elements": {"pattern": "7*", "lookalikes": False, "window": None, "area": None, "sources": ["state"]}},
            "plates like 7*, sources state",
        ),
        (
            "search.plates",
            {"elements": {"pattern": "7ABC123", "lookalikes": True, "distance": 1}},
            "plates like 7ABC123, look-alikes too, up to 1 character wrong",
        ),
        (
            "search.plates",
            {"elements": {"pattern": "7ABC123", "distance": 2}},
            "plates like 7ABC123, up to 2 characters wrong",
        ),
        (
            "search.plates",
            {"elements": {"pattern": "7*", "vehicle": {"colour": ["black", "grey"], "body_type": ["suv"]}}},
            "plates like 7*, colour black or grey, body type suv",
        ),
        (
            "search.canvass",
            {
                "elements": {
                    "scenes": [
                        {
                            "window": {"start": "2026-11-24T03:18:00Z", "end": "2026-11-24T04:18:00Z"},
                            "area": {"latitude": 32.8, "longitude": -115.5, "radius_m": 300.0},
                        },
                        {"window": None, "area": {"vertices": [[32.8, -115.5], [32.9, -115.5], [32.9, -115.4]]}},
                    ],
                    "seen_at_least": 2,
                    "sources": ["state"],
                    "limit": 500,
                }
            },
            (
                "everybody from 2026-11-23 19:18 PST until 2026-11-23 20:18 PST within 300 m of 32.8, -115.5 and "
                "within the polygon 32.8 -115.5, 32.9 -115.5, 32.9 -115.4, seen at 2 scenes or more, sources state, "
                "at most 500 reads"
            ),
        ),
        ("search.canvass", {"elements": {"scenes": "torn"}}, "everybody ?, at most ? reads"),
        (
            "search.canvass",
            {"elements": {"scenes": [{}], "residents": {"days": 28, "share": 0.25}, "limit": 500}},
            "everybody ?, with how often they are there on the 28 days before, at most 500 reads",
        ),
        ("search.canvass", {"elements": {"scenes": ["torn", {}]}}, "everybody ? and ?, at most ? reads"),
        (
            "search.convoy",
            {"elements": {"plate": "7ABC123", "seconds": 120.0, "metres": 300.0, "least": 2, "sources": ["state"]}},
            "company of 7ABC123, within 120 s and 300 m, on 2 outings or more, sources state",
        ),
        ("search.gaps", {"elements": {"plate": "7ABC123"}}, "gaps of 7ABC123"),
        ("search.places", {"elements": {"plate": "7ABC123", "metres": 150.0}}, "places of 7ABC123, within 150 m"),
        ("search.vehicle", {"elements": {"plate": "7ABC123", "window": None}}, "reads of 7ABC123"),
        ("search.base-rates", {"elements": {"sources": ["state"]}}, "base rates, sources state"),
        (
            "training.session-open",
            {"elements": {"title": "New officers", "starts_at": "2026-11-24T17:00:00Z", "roster": ["ned", "otto"]}},
            "hold a training session: “New officers”, 2026-11-24 09:00 PST, 2 on the roster",
        ),
        (
            "training.roster",
            {"elements": {"session": 3, "add": ["ned"], "remove": ["otto", "zoe"]}},
            "change the roster of training session 3: add ned; take off otto, zoe",
        ),
        ("training.roster", {"elements": {"add": "torn"}}, "change the roster of training session ?: nothing"),
        (
            "training.session-close",
            {"elements": {"session": 3, "attended": []}},
            "close training session 3: attended by nobody",
        ),
        (
            "search.plates",
            {"elements": {"pattern": "7*", "area": {"latitude": 32.8, "longitude": -115.5, "radius_m": 7480.0}}},
            "plates like 7*, within 7.48 km of 32.8, -115.5",
        ),
        (
            "search.plates",
            {"elements": {"pattern": "7*", "area": {"latitude": 32.8, "longitude": -115.5, "radius_m": 400}}},
            "plates like 7*, within 400 m of 32.8, -115.5",
        ),
        (
            "hub.step-up",
            {"client": {"address": "10.0.0.9"}, "detail": {"title": "Enrol cam-1", "details": {"Device": "cam-1"}}},
            "typed the password again, from 10.0.0.9, title “Enrol cam-1”, details (Device “cam-1”)",
        ),
        (
            "purpose.declare",
            {"elements": {"category": "missing_person", "case_number": "26-1"}},
            "declare a purpose: Missing person, case 26-1",
        ),
        (
            "search.plates",
            {"elements": {"pattern": "7*", "window": {"start": "2026-11-24T03:18:59Z", "end": "2026-07-01T00:00:00Z"}}},
            "plates like 7*, from 2026-11-23 19:18 PST until 2026-06-30 17:00 PDT",
        ),
        (
            "log.read",
            {"elements": {"start": "2026-11-24T03:18:00Z", "text": "2026-99-99T99:99:99Z"}},
            "read the access log: start “2026-11-23 19:18 PST”, text “2026-99-99T99:99:99Z”",
        ),
        ("purpose.end", {"elements": {"purpose": "p1"}}, "end the purpose"),
        (
            "collection.take",
            {
                "elements": {
                    "name": "a.csv",
                    "source": "state",
                    "provenance": "court_order",
                    "court_order": "C-7",
                    "sha256": "0",
                }
            },
            "hand in the batch a.csv: source state, court order C-7",
        ),
        (
            "log.read",
            {"elements": {"case_number": "26-1", "limit": 5}},
            "read the access log: case number “26-1”, limit 5",
        ),
        (
            "hub.signin",
            {"client": {"address": "10.0.0.9"}, "detail": {"roles": ["analyst"]}},
            "signed in, from 10.0.0.9, roles analyst",
        ),
        (
            "saved.keep",
            {"elements": {"name": "Main Street", "pattern": "7AB?1*", "distance": 1, "lookalikes": True}},
            "keep the search “Main Street”: plates like 7AB?1*, look-alikes too, up to 1 character wrong",
        ),
        ("saved.forget", {"elements": {"name": "a"}}, "delete the saved search “a”"),
        ("hub.something-new", {}, "something new"),
        ("training.sign-off", {"elements": {"trainee": "ned"}}, "training sign off: trainee “ned”"),
        ("training.module", {"schema": 1, "user": "ned", "module": "464.5"}, "training module: module “464.5”"),
        ("custodian.start", {"schema": 1}, "custodian start"),
        (
            "x.y",
            {
                "elements": {
                    "many": list(range(9)),
                    "nested": {"a": 1},
                    "large": dict.fromkeys("abcde", 1),
                    "long": "z" * 99,
                }
            },
            "x y: many 9 entries, nested (a 1), large 5 entries, long “" + "z" * 79 + "…”",
        ),
    ],
)
def test_one_line_for_each_kind_of_request(action: str, body: dict[str, Any], line: str) -> None:
    assert asked(Record(0, NOW, Kind.INTENT, "ana", action, body), "America/Los_Angeles") == line
