"""A report as one page (464.6): no script, nothing from outside, fit for paper and for a screen."""

from __future__ import annotations

import re
from html import escape

from reportlab.graphics import renderSVG

from workbench.audit.report.charts import drawing
from workbench.audit.report.content import Report
from workbench.audit.report.parts import Chart, Section, Table

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;color:#1d2733;max-width:60rem;margin:2.5rem auto;padding:0 1.5rem}
header p{margin:.2rem 0;color:#5b6875}h1{font-size:1.6rem;margin:.2rem 0 .6rem}
h2{font-size:1.15rem;margin:2.2rem 0 .5rem}
.lead{font-size:1.1rem;border-left:4px solid #2f6690;padding:.5rem 1rem;background:#f2f5f8;color:#1d2733;margin:1rem 0}
table{border-collapse:collapse;margin:.6rem 0;width:100%}
th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0}
td,th{border-bottom:1px solid #d5dbe1;overflow-wrap:anywhere}th{color:#5b6875;font-weight:600}
thead th{overflow-wrap:normal}
.facts th{width:17rem;font-weight:400}
figure{margin:1.2rem 0}figcaption{color:#5b6875;margin-bottom:.3rem}svg{width:100%;max-width:46rem;height:auto}
footer{margin:3rem 0 1rem;border-top:1px solid #d5dbe1;padding-top:.6rem;color:#5b6875;font-size:.9rem}
@media print{body{margin:0}h2{break-after:avoid}tr{break-inside:avoid}}
"""
_SIZED = re.compile(r"<svg [^>]*>")


def page_of(report: Report) -> str:
    """The page, in UTF-8; everything that people wrote stands as they wrote it."""
    facts = "".join(f'<tr><th scope="row">{escape(n)}</th><td>{escape(v)}</td></tr>' for n, v in report.facts)
    parts = "".join(map(_section, report.sections))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>'
        f"{escape(report.title)}</title><style>{_STYLE}</style></head><body>"
        f"<header><p>{escape(report.agency)}</p><h1>{escape(report.title)}</h1></header>"
        f'<p class="lead">{escape(report.lead)}</p><table class="facts">{facts}</table>{parts}'
        f"<footer>Sealed as record {report.record} of the access log, {escape(report.sealed)}. For official use only "
        "(464.2).</footer></body></html>\n"
    )


def _section(section: Section) -> str:
    words = "".join(f"<p>{escape(each)}</p>" for each in section.words)
    table = _table(section.table) if section.table else ""
    return f"<h2>{escape(section.title)}</h2>{words}{table}{''.join(map(figure_of, section.charts))}"


def _table(table: Table) -> str:
    titles, rows = table
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles) if any(titles) else ""
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def figure_of(chart: Chart) -> str:
    """The chart as SVG with its title; nothing where it has no bars."""
    if not chart.bars:
        return ""
    drawn = drawing(chart)
    svg = renderSVG.drawToString(drawn)
    svg = svg[svg.index("<svg ") :]
    box = f'viewBox="0 0 {drawn.width:g} {drawn.height:g}" role="img" aria-label="{escape(_told(chart))}"'
    svg = _SIZED.sub(f'<svg xmlns="http://www.w3.org/2000/svg" {box} width="{drawn.width:g}">', svg, count=1)
    return f"<figure><figcaption>{escape(chart.title)}</figcaption>{svg}</figure>"


def _told(chart: Chart) -> str:
    return f"{chart.title}: {', '.join(f'{name} {count:,}' for name, count in chart.bars)}"
