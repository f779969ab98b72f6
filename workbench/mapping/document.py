"""A map as one file (464.5, 464.9): it holds all it needs, asks nobody, and says whose it is.

Who makes one has its record in the access log first; here is only how it looks. The same map gives the same bytes.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from html import escape as quoted
from itertools import count
from pathlib import Path

from workbench.mapping.assets import BASE, Assets
from workbench.mapping.laid import Sheet
from workbench.mapping.listing import listing
from workbench.mapping.offline import OUTSIDE, OfflineAssetError
from workbench.mapping.reads_map import sheet
from workbench.prose.shown import escape, visible

_TITLE = "Map of licence plate reads"
_TOLD = 600
"""Characters of a cell of the table."""
_HERE = Path(__file__).parent
_MEDIA = {".png": "image/png", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".gif": "image/gif"}
_OUTSIDE = re.compile(r"https?:(\\?/\\?/)(?!www\.w3\.org/)", re.IGNORECASE)
"""An address of the outside, in a script's text too; names of XML's vocabularies are none."""
_LINKS = re.compile(
    rf'<script src="{BASE}[^"]*/([^"/]+)"></script>|<link rel="stylesheet" href="{BASE}[^"]*/([^"/]+)"\s*/>'
)
_CHANCE = re.compile(r"(?<=_)[0-9a-f]{32}(?![0-9a-f])")
"""What folium tells its elements apart by."""
_PARTS = ("<!--alpr-stamp-->", "<!--alpr-table-->", "<!--alpr-data-->")


def document(laid: Sheet, notices: Iterable[str], lines: Iterable[tuple[str, str]], assets: Assets) -> bytes:
    """The stamp (notices, then names and values), the map, and a table of what it shows: one HTML file in UTF-8.

    ``OfflineAssetError`` rather than a file that calls outside.
    """
    page = _empty(assets)
    # What came from data and people goes in last: it is no template, and an address in it is text.
    filled = zip(_PARTS, (_stamped(notices, lines), _table(laid), _data(laid)), strict=True)
    parts = dict(filled)
    return re.sub("|".join(_PARTS), lambda found: parts[found[0]], page).encode(errors="backslashreplace")


def _empty(assets: Assets) -> str:
    style = (_HERE / "document.css").read_text("utf-8")
    page = _without_chance(sheet(assets, f"<style>{style}</style>{''.join(_PARTS)}"))
    page = page.replace("<html>", '<html lang="en">', 1).replace("<head>", f"<head><title>{_TITLE}</title>", 1)
    page = _LINKS.sub(lambda link: _inlined(assets, link), page).replace(BASE, "")
    if outside := _OUTSIDE.search(page) or OUTSIDE.search(page):
        raise OfflineAssetError(page[outside.start() : outside.end() + 60])
    return page


def _without_chance(page: str) -> str:
    numbers, known = count(1), dict[str, str]()
    return _CHANCE.sub(lambda found: known.setdefault(found[0], str(next(numbers))), page)


def _data(laid: Sheet) -> str:
    """The layers as JSON in the page, where nothing can end the element that it stands in."""
    data = json.dumps(laid.sent()).replace("<", "\\u003c")
    return f'<script type="application/json" id="alpr-data">{data}</script>'


def _stamped(notices: Iterable[str], lines: Iterable[tuple[str, str]]) -> str:
    said = "".join(f'<p class="lead">{escape(notice)}</p>' for notice in notices)
    told = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in lines)
    return f'<header class="stamp"><h1>{_TITLE}</h1>{said}<dl>{told}</dl></header>'


def _table(laid: Sheet) -> str:
    heads = ("What", "Name", "Reads", "Told", "Latitude, longitude")
    rows = []
    for row in listing(laid).iter_rows(named=True):
        number = "" if row["count"] is None else f"{row['count']:,}"
        place = f"{row['latitude']:.5f}, {row['longitude']:.5f}"
        told = (row["what"], row["name"], number, row["told"], place)
        rows.append(f"<tr>{''.join(f'<td>{escape(visible(each, _TOLD))}</td>' for each in told)}</tr>")
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    order = "<p>Numbered stops are the order of reads, not a route.</p>" if laid.stops else ""
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
