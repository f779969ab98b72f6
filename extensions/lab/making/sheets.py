"""Style sheets that ask nothing of the outside: fonts and images by the flat name that they are served under."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_SOURCE = re.compile(r"src\s*:[^;}]*;?")
_URL = re.compile(r"""url\(\s*(?:'([^']*)'|"([^"]*)"|([^'")\s]*))\s*\)""")
_COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)
"""All but the ones that begin with ``!``: these carry the licence."""
_MAP = re.compile(r"(?://|/\*)[#@]\s*sourceMappingURL=[^\n*]*(?:\*/)?")
_OUTSIDE = (
    re.compile(r"""url\(\s*["']?\s*(?:[a-z][a-z0-9+.-]*:)?//""", re.IGNORECASE),
    re.compile(r"@import", re.IGNORECASE),
    re.compile(r"""\.src\s*=\s*["'`](?:https?:)?//"""),
    re.compile(r"""(?:fetch|importScripts|import|\.open)\(\s*["'`][^)]{0,12}(?:https?:)?//"""),
    re.compile(r"sourceMappingURL"),
)


def without_maps(text: str) -> str:
    """The text without the notes that make a browser's tools fetch source maps."""
    return _MAP.sub("", text)


def outside(text: str) -> list[str]:
    """Passages by which a script or style sheet would call another address; empty when it stays at home."""
    return [text[found.start() : found.end() + 60] for rule in _OUTSIDE for found in rule.finditer(text)]


def flatten(css: str) -> tuple[str, dict[str, str]]:
    """The sheet with flat file names, and these by the path (relative to the sheet) that each stands for.

    Of a font only its woff2 file is kept: every browser that runs JupyterLab reads it.
    """
    files: dict[str, str] = {}

    def rename(found: re.Match[str]) -> str:
        target = next(group for group in found.groups("") if group or found.lastindex is None)
        path = re.split("[?#]", target)[0]
        if not path or target.startswith(("data:", "#", "%23", "//", "http")):
            return found.group(0)
        files[path] = PurePosixPath(path).name
        return f'url("{files[path]}")'

    return _URL.sub(rename, _FACE.sub(_woff2_only, _COMMENT.sub("", css))), files


def glyphicons(css: str) -> str:
    """The rules for Bootstrap 3's glyphs alone, out of its whole sheet."""
    face = [block for block in _FACE.findall(css) if "Glyphicons" in block]
    rules = re.findall(r"^\.glyphicon[^{}]*\{[^}]*\}", css, re.MULTILINE)
    return "\n".join([*face, *rules]) + "\n"


def turns() -> str:
    """A rule for each degree by which folium may turn a marker's icon."""
    rules = (f".fa-rotate-{degree}{{transform:rotate({degree}deg)}}" for degree in range(360))
    return "\n".join(rules) + "\n"


def _woff2_only(face: re.Match[str]) -> str:
    sources = _SOURCE.findall(face.group(0))
    fonts = [found for source in sources for found in _URL.finditer(source)]
    best = next((font.group(0) for font in fonts if re.search(r"\.woff2\b", font.group(0))), None)
    if best is None:
        return face.group(0)
    rest = _SOURCE.sub("", face.group(0)).rstrip().rstrip("}").rstrip()
    joint = "" if rest.endswith(("{", ";")) else ";"
    return f'{rest}{joint}src:{best} format("woff2")}}'
