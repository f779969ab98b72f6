"""What the report on another system's log says otherwise (464.6): what was used, and how to draw the same sample."""

from __future__ import annotations

from workbench.audit.figures import Figures
from workbench.audit.report.parts import Chart, Section, bars_of, weeks_bars
from workbench.wire.audits import Audit

_MOST = 12


def use(figures: Figures) -> Section:
    """How that system was used, as far as its file tells."""
    rows = [
        ("Searches", f"{figures.requests:,}"),
        ("Searches whose person is named", f"{figures.users.total():,}"),
        ("Persons named", f"{len(figures.users):,}"),
        ("Searches that tell how much came out", f"{figures.results:,}"),
        ("Reads in their answers", f"{figures.shown:,}"),
    ]
    weeks = Chart("Searches by week, from Monday", weeks_bars(figures))
    told = bars_of(figures.categories, {})[:_MOST] if set(figures.categories) - {"none"} else ()
    why = Chart("Searches by offence or purpose", told, upright=False)
    return Section("How the system was used", (_FILE,), (("", "Number"), rows), (weeks, why))


def proof(audit: Audit, record: int) -> Section:
    """What an outsider who has the file needs to draw the same rows."""
    rows = [
        ("File", audit.file_name),
        ("SHA-256 of the file", audit.checkpoint.strip()),
        ("Rows", f"{audit.size:,}"),
        ("Public value", audit.value),
        ("Seed", audit.seed),
        ("Report sealed as record", str(record)),
    ]
    return Section("How to check this", (_CHECK,), (("", ""), rows))


_FILE = "All of this is what the file says; whether it holds every search that was made there, it can't show."
_CHECK = (
    "Whoever has the file draws the same sample. The seed is SHA-256 over the file's SHA-256 in hexadecimal, a line "
    "feed and the letters and digits of the public value in small letters; a row's place is SHA-256 over the seed and "
    "its number in the file (from 1, headers left out) in eight bytes, big-endian. The first so many are the random "
    "ones."
)
