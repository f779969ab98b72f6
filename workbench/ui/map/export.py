"""A map as one file for a case (464.5, 464.7(g)): it holds all it needs, asks nobody, and says whose it is.

Whoever writes the file has the act recorded first: the stamp names the record of the access log, so there is none
without it.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from datetime import datetime
from html import escape as quoted
from pathlib import Path
from typing import Any

from workbench.errors import BadInput
from workbench.prose.shown import escape
from workbench.ui.map.assets import BASE, Assets
from workbench.ui.map.listing import listing
from workbench.ui.map.offline import OUTSIDE, OfflineAssetError
from workbench.ui.map.reads_map import sheet
from workbench.ui.map.view import LAYERS, FoliumView
from workbench.ui.words import local

LEAD = "A read is a lead: confirm it with the image before you act on it."
_HERE = Path(__file__).parent
_MEDIA = {".png": "image/png", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".gif": "image/gif"}
_OUTSIDE = re.compile(r"https?:(\\?/\\?/)(?!www\.w3\.org/)", re.IGNORECASE)
"""An address of the outside, in a script's text too; names of XML's vocabularies are none."""
_LINKS = re.compile(
    rf'<script src="{BASE}[^"]*/([^"/]+)"></script>|<link rel="stylesheet" href="{BASE}[^"]*/([^"/]+)"\s*/>'
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose map it is and why: all of it stands on the page. ``record`` is the access log's record of this export."""

    person: str
    organisation: str
    purpose: str
    case_number: str
    query: str
    time: datetime
    zone: str
    record: int

    def lines(self) -> list[tuple[str, str]]:
        """Name and value of each, as they stand on the page."""
        return [
            ("Exported by", f"{self.person}, {self.organisation}"),
            ("Case", self.case_number),
            ("Purpose", self.purpose),
            ("Query", self.query),
            ("Time", local(self.time, self.zone)),
            ("Access log", f"record {self.record}"),
        ]


def exported(view: FoliumView, stamp: Stamp, assets: Assets) -> bytes:
    """The map as it stands in ``view``, a table of what it shows under it, and the stamp: one HTML file in UTF-8.

    ``BadInput`` where the stamp leaves something out; ``OfflineAssetError`` rather than a file that calls outside.
    """
    told = (stamp.person, stamp.organisation, stamp.purpose, stamp.case_number, stamp.query)
    if not all(each.strip() for each in told) or stamp.record < 0:
        raise BadInput(
            "An exported map names person, purpose, case, query, time and record.", how="Complete the stamp."
        )
    page = sheet(assets, f"<style>{(_HERE / 'export.css').read_text('utf-8')}</style>{''.join(_PARTS)}")
    page = _LINKS.sub(lambda link: _inlined(assets, link), page).replace(BASE, "")
    if outside := _OUTSIDE.search(page) or OUTSIDE.search(page):
        raise OfflineAssetError(page[outside.start() : outside.end() + 60])
    # What came from data and people goes in last: it is no template, and an address in it is text.
    filled = zip(_PARTS, (_stamped(stamp), _table(view), _data(view)), strict=True)
    parts = dict(filled)
    return re.sub("|".join(_PARTS), lambda found: parts[found[0]], page).encode()


_PARTS = ("<!--alpr-stamp-->", "<!--alpr-table-->", "<!--alpr-data-->")


def _data(view: FoliumView) -> str:
    """The layers as JSON in the page, where nothing can end the element that it stands in."""
    state: dict[str, Any] = view.get_state(LAYERS)
    seen = view.seen
    bounds = [seen.south, seen.west, seen.north, seen.east] if seen else view.reach()
    state["sight"] = {"bounds": bounds} if bounds else {}
    data = json.dumps(state).replace("<", "\\u003c")
    return f'<script type="application/json" id="alpr-data">{data}</script>'


def _stamped(stamp: Stamp) -> str:
    lines = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in stamp.lines())
    return (
        f'<header class="stamp"><h1>Map of licence plate reads</h1><p class="lead">{LEAD}</p><dl>{lines}</dl></header>'
    )


def _table(view: FoliumView) -> str:
    heads = ("What", "Name", "Reads", "Told", "Latitude, longitude")
    rows = []
    for row in listing(view).iter_rows(named=True):
        count = "" if row["count"] is None else f"{row['count']:,}"
        place = f"{row['latitude']:.5f}, {row['longitude']:.5f}"
        cells = "".join(f"<td>{escape(each)}</td>" for each in (row["what"], row["name"], count, row["told"], place))
        rows.append(f"<tr>{cells}</tr>")
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    order = "<p>Numbered stops are the order of reads, not a route.</p>" if view.stops else ""
    return (
        f'<section class="told"><h2>What the map shows</h2>{order}<table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></section>"
    )


def _inlined(assets: Assets, link: re.Match[str]) -> str:
    script, sheet = link.groups()
    if script:
        text = _at_home((assets.folder / script).read_text("utf-8"))
        return "<script>" + re.sub(r"</(script)", r"<\\/\1", text, flags=re.IGNORECASE) + "</script>"
    text = re.sub(
        r'url\("([^":/]+)"\)', lambda found: _picture(assets, found[1]), (assets.folder / sheet).read_text("utf-8")
    )
    return f"<style>{_at_home(text)}</style>"


def _picture(assets: Assets, name: str) -> str:
    path = assets.folder / name
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    return f'url("data:{quoted(_MEDIA[path.suffix])};base64,{data}")'


def _at_home(text: str) -> str:
    """The text of a library without addresses: it names its home page, and would link to it."""
    return _OUTSIDE.sub("", text)
