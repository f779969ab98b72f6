"""A receipt of the access log as it is shown under a result (464.5), closed until somebody wants it."""

from __future__ import annotations

from workbench.prose.shown import escape


def on_record(asked: int, released: int, receipt: str) -> str:
    """Under which two records something was shown, with the receipt, as HTML."""
    records = f"Access log: asked in record {asked}, released in record {released}."
    return f'<p class="record">{records}</p>{receipt_details(receipt)}'


def receipt_details(receipt: str) -> str:
    """The receipt, as HTML; empty when there is none."""
    if not receipt:
        return ""
    return (
        '<details class="alpr-receipt"><summary>Receipt: proof that this look stands in the access log</summary>'
        "<p>Keep it with the case. <code>workbench log verify --since</code> holds a later copy of the log against it. "
        "In a minute <code>client.receipt(RECORD)</code> gives it with the witnesses' cosignatures."
        f"</p><pre>{escape(receipt)}</pre></details>"
    )
