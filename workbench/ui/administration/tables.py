"""The administrator's lists as tables (464.3, 464.3.1, 464.4, 464.7(f))."""

from __future__ import annotations

from typing import Any

import polars as pl

from workbench.ui.administration.model import key_of
from workbench.ui.map import Camera
from workbench.ui.table import Cell, Column
from workbench.wire.programme import Configuration, Programme
from workbench.wire.programme_lists import ProgrammeLists

_MOMENT = pl.Datetime("us", "UTC")


def people(programme: Programme) -> pl.DataFrame:
    """One row an account."""
    rows = [
        {
            "username": each.username, "roles": _listed(each.roles), "state": each.state, "why": each.why,
            "standing": each.standing, "trained": each.trained, "sources": ", ".join(each.sources),
            "delegated": _listed(each.delegated), "signed_in": each.signed_in_at,
        }
        for each in programme.people
    ]  # fmt: skip
    schema = {
        "username": pl.String(), "roles": pl.String(), "state": pl.String(), "why": pl.String(),
        "standing": pl.String(), "trained": pl.Boolean(), "sources": pl.String(), "delegated": pl.String(),
        "signed_in": _MOMENT,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def people_columns(zone: str) -> list[Column]:
    """Who is in the programme, and how each stands."""
    return [
        Column("username", "User", lambda r: Cell.plain(r["username"]), "nowrap"),
        Column("roles", "Roles", lambda r: Cell.plain(r["roles"] or "none", "" if r["roles"] else "quiet")),
        Column("state", "State", _state),
        Column("standing", "Training", lambda r: Cell.plain(r["standing"], "good" if r["trained"] else "quiet")),
        Column(
            "sources", "Sources granted", lambda r: Cell.plain(r["sources"] or "none", "" if r["sources"] else "quiet")
        ),
        Column("delegated", "Delegated", lambda r: Cell.plain(r["delegated"] or "-")),
        Column("signed_in", "Last sign-in", lambda r: Cell.moment(r["signed_in"], zone)),
    ]


def delegations(programme: Programme) -> pl.DataFrame:
    """One row a delegation."""
    rows = [{**each.model_dump(), "operations": _listed(each.operations)} for each in programme.delegations]
    schema = {
        "delegation": pl.Int64(), "username": pl.String(), "operations": pl.String(), "begins_at": _MOMENT,
        "until": _MOMENT, "reason": pl.String(), "by": pl.String(), "approved_by": pl.String(), "record": pl.Int64(),
        "state": pl.String(),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def delegation_columns(zone: str) -> list[Column]:
    """Who does what, from when until when."""
    return [
        Column("username", "Member", lambda r: Cell.plain(r["username"]), "nowrap"),
        Column("operations", "May", lambda r: Cell.plain(r["operations"])),
        Column("state", "State", lambda r: Cell.plain(r["state"], "good" if r["state"] == "open" else "quiet")),
        Column("begins_at", "From", lambda r: Cell.moment(r["begins_at"], zone)),
        Column("until", "Until", lambda r: Cell.moment(r["until"], zone)),
        Column("reason", "Why", lambda r: Cell.plain(r["reason"]), "long"),
        Column("by", "By, approved by", lambda r: Cell.plain(f"{r['by']}, {r['approved_by']}")),
        Column("record", "Record", lambda r: Cell.plain(r["record"]), "number"),
    ]


def devices(programme: Programme) -> pl.DataFrame:
    """One row a device."""
    schema = {"name": pl.String(), "source": pl.String(), "camera": pl.String(), "added_by": pl.String(),
              "record": pl.Int64()}  # fmt: skip
    return pl.DataFrame([each.model_dump() for each in programme.devices], schema=schema)


DEVICE_COLUMNS = [
    Column("name", "Device", lambda r: Cell.plain(r["name"]), "nowrap"),
    Column("source", "Source", lambda r: Cell.plain(r["source"])),
    Column("camera", "Camera", lambda r: Cell.plain(r["camera"] or "as its messages say")),
    Column("added_by", "Enrolled by", lambda r: Cell.plain(r["added_by"])),
    Column("record", "Record", lambda r: Cell.plain(r["record"]), "number"),
]


def cameras(lists: ProgrammeLists) -> pl.DataFrame:
    """One row a camera."""
    schema = {
        "name": pl.String(), "place": pl.String(), "source": pl.String(), "latitude": pl.Float64(),
        "longitude": pl.Float64(), "active": pl.Boolean(), "kept_by": pl.String(), "record": pl.Int64(),
    }  # fmt: skip
    return pl.DataFrame([each.model_dump() for each in lists.cameras], schema=schema)


CAMERA_COLUMNS = [
    Column("name", "Camera", lambda r: Cell.plain(r["name"])),
    Column("place", "Place", lambda r: Cell.plain(r["place"])),
    Column("source", "Source", lambda r: Cell.plain(r["source"])),
    Column(
        "latitude", "Latitude, longitude", lambda r: Cell.plain(f"{r['latitude']:.5f}, {r['longitude']:.5f}"), "nowrap"
    ),
    Column(
        "active", "State", lambda r: Cell.plain("active", "good") if r["active"] else Cell.plain("inactive", "quiet")
    ),
    Column("kept_by", "Kept by", lambda r: Cell.plain(r["kept_by"])),
    Column("record", "Record", lambda r: Cell.plain(r["record"]), "number"),
]


def on_map(lists: ProgrammeLists) -> list[Camera]:
    """The active cameras as signs on a map."""
    return [
        Camera(
            each.name,
            each.latitude,
            each.longitude,
            text=f"{each.name}. {each.place}",
            source=each.source,
            counted=False,
        )
        for each in lists.cameras
        if each.active
    ]


def watched(lists: ProgrammeLists) -> pl.DataFrame:
    """One row an entry; no plate is in it."""
    rows = [{**each.model_dump(mode="python"), "kind": each.kind.value, "key": key_of(each)} for each in lists.watched]
    schema = {
        "key": pl.String(), "entry": pl.String(), "kind": pl.String(), "about": pl.String(), "note": pl.String(),
        "added_by": pl.String(), "added_at": _MOMENT, "record": pl.Int64(),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def watched_columns(zone: str) -> list[Column]:
    """Whom an entry concerns, and since when."""
    return [
        Column("about", "Member", lambda r: Cell.plain(r["about"] or "nobody named")),
        Column("kind", "Whose plate", lambda r: Cell.plain(r["kind"])),
        Column("note", "Note", lambda r: Cell.plain(r["note"])),
        Column("entry", "Keyed hash", lambda r: Cell([(f"{r['entry'][:16]}…", "quiet")], r["entry"]), "mono"),
        Column("added_at", "Since", lambda r: Cell.moment(r["added_at"], zone)),
        Column("added_by", "By", lambda r: Cell.plain(r["added_by"])),
        Column("record", "Record", lambda r: Cell.plain(r["record"]), "number"),
    ]


def settings(configuration: Configuration, wanted: str) -> pl.DataFrame:
    """One row a key that has all the words wanted, in the file's own order."""
    words = wanted.casefold().split()
    rows = [
        {**each.model_dump(), "changed": each.value != each.default}
        for each in configuration.settings
        if all(word in f"{each.key} {each.value} {each.explained} {each.section}".casefold() for word in words)
    ]
    schema = {"key": pl.String(), "value": pl.String(), "default": pl.String(), "explained": pl.String(),
              "section": pl.String(), "changed": pl.Boolean()}  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


SETTING_COLUMNS = [
    Column("key", "Key", lambda r: Cell.plain(r["key"]), "mono nowrap"),
    Column("value", "Value", lambda r: Cell([(r["value"] or "(empty)", "" if r["value"] else "quiet")])),
    Column(
        "changed",
        "",
        lambda r: Cell.plain("differs" if r["changed"] else "default", "given" if r["changed"] else "quiet"),
    ),
    Column("explained", "What it means", lambda r: Cell.plain(r["explained"])),
    Column("section", "Section", lambda r: Cell.plain(r["section"]), "nowrap"),
]


def _state(row: dict[str, Any]) -> Cell:
    look = "good" if row["state"] == "active" else "bad"
    return Cell([(row["state"], look), (f" {row['why']}" if row["why"] else "", "small")])


def _listed(names: list[str]) -> str:
    return ", ".join(name.replace("_", " ").replace("-", " ") for name in names)
