"""Saved notebooks hold no reads (464.10): each output gives way to a stub that names its records.

Running the cell again is a new query, recorded anew. The hook keeps reads out of files that are copied and
mailed; it binds nobody who writes files by other means.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from tornado.web import HTTPError

from workbench.wire.log import RECORD_MEDIA_TYPE

Json = dict[str, Any]
_LONGEST_RECEIPT = 200_000
_BASE_64 = r"[A-Za-z0-9+/]+={0,2}\n"
_RECEIPT = re.compile(
    rf"c2sp\.org/tlog-proof@v1\n(extra {_BASE_64})?index [0-9]+\n({_BASE_64})*\n"  # what stands where
    rf"[^\n ]+\n[0-9]+\n{_BASE_64}\n(\u2014 [^\n ]+ {_BASE_64})+"  # the checkpoint and who signed it
)


def pre_save_hook(model: Json, path: str = "", **_kwargs: Any) -> None:
    """Strip a notebook that is about to be saved; raises ``HTTPError``, which stops the save, when it can't.

    Set as ``FileContentsManager.pre_save_hook``; other errors than ``HTTPError`` would be logged and the
    outputs saved all the same.
    """
    whole = model.get("type") == "notebook"
    if model.get("type") == "directory" or not (whole or is_notebook(path)):
        return
    try:
        if whole:
            strip(model["content"])
        else:
            _strip_text(model)
    except HTTPError:
        raise
    except Exception as error:
        raise HTTPError(400, _REFUSAL, reason="Not saved: this is no notebook") from error


def is_notebook(path: str) -> bool:
    """Whether a file of this name is opened as a notebook, on whatever disk it comes to lie."""
    return path.strip("/").lower().endswith(".ipynb")


def strip(notebook: Json) -> None:
    """Replace all outputs, the widgets' state and pasted pictures, in place; safe to repeat."""
    metadata = notebook.get("metadata", {})
    metadata.pop("widgets", None)
    for cell in _cells(notebook):
        cell.pop("attachments", None)
        outputs = cell.get("outputs")
        if outputs is None:
            continue
        cell["outputs"] = [_stub(_records(outputs), _receipts(outputs))] if outputs else []
        cell["execution_count"] = None


_REFUSAL = "Not saved: the outputs could not be taken out of it. Save the notebook from the notebook editor."


def _strip_text(model: Json) -> None:
    content = model["content"]
    binary = model.get("format") == "base64"
    text = base64.b64decode(content).decode() if binary else content
    if not text.strip():
        return
    notebook = json.loads(text)
    strip(notebook)
    text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    model["content"] = base64.b64encode(text.encode()).decode() if binary else text


def _cells(notebook: Json) -> Iterator[Json]:
    yield from notebook.get("cells", ())
    for sheet in notebook.get("worksheets", ()):  # notebooks of format 3
        yield from sheet.get("cells", ())


def _records(outputs: Iterable[Json]) -> list[int]:
    found: set[int] = set()
    for output in outputs:
        for place in (output.get("data"), output.get("metadata")):
            named = (place or {}).get(RECORD_MEDIA_TYPE) or {}
            found.update(number for number in named.get("records", ()) if isinstance(number, int))
    return sorted(found)


def _receipts(outputs: Iterable[Json]) -> dict[str, str]:
    """The receipts of records (C2SP tlog-proof): base 64 and numbers only, so nothing to read can hide in one."""
    found: dict[str, str] = {}
    for output in outputs:
        for place in (output.get("data"), output.get("metadata")):
            named = ((place or {}).get(RECORD_MEDIA_TYPE) or {}).get("receipts") or {}
            found.update({index: text for index, text in named.items() if _is_receipt(index, text)})
    return found


def _is_receipt(index: object, text: object) -> bool:
    return (
        isinstance(index, str)
        and index.isdigit()
        and isinstance(text, str)
        and len(text) <= _LONGEST_RECEIPT
        and _RECEIPT.fullmatch(text) is not None
    )


def _stub(records: list[int], receipts: dict[str, str]) -> Json:
    cited = ", ".join(str(number) for number in records)
    stands = f" It stands in the access log as record {cited}." if records else ""
    text = f"The output is not saved (464.10).{stands} Run the cell again: that is a new, recorded query."
    return {
        "output_type": "display_data",
        "data": {"text/plain": text},
        "metadata": {RECORD_MEDIA_TYPE: {"records": records} | ({"receipts": receipts} if receipts else {})},
    }
