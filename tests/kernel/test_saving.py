"""What is left of a notebook when it is saved (464.10)."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from alpr_kernel.saving import pre_save_hook, strip
from tornado.web import HTTPError

from workbench.wire.log import RECORD_MEDIA_TYPE

pytestmark = pytest.mark.section("464.10")


def code(*outputs: Any) -> dict[str, Any]:
    """A code cell with these outputs."""
    return {"cell_type": "code", "source": "x", "execution_count": 1, "metadata": {}, "outputs": list(outputs)}


def records(*numbers: int) -> dict[str, Any]:
    """What an output carries that rests on these records."""
    return {RECORD_MEDIA_TYPE: {"records": list(numbers)}}


@pytest.mark.parametrize(
    ("outputs", "named"),
    [
        ([{"output_type": "display_data", "data": records(3, 2), "metadata": {}}], [2, 3]),
        ([{"output_type": "display_data", "data": {}, "metadata": records(5)}], [5]),
        ([{"output_type": "stream", "text": "7ABC123"}], []),
        ([{"output_type": "error", "evalue": "7ABC123", "traceback": ["7ABC123"]}], []),
        ([{"data": records(1)}, {"data": records(1, 2)}], [1, 2]),
        ([{"data": {RECORD_MEDIA_TYPE: {"records": ["7ABC123", None]}}}], []),
        ([{"data": {RECORD_MEDIA_TYPE: None}, "metadata": None}], []),
    ],
)
def test_each_output_gives_way_to_one_stub(outputs: list[Any], named: list[int]) -> None:
    notebook = {"cells": [code(*outputs)], "metadata": {}}
    strip(notebook)
    [stub] = notebook["cells"][0]["outputs"]  # type: ignore[index]
    assert stub["metadata"] == records(*named)
    assert "7ABC123" not in json.dumps(notebook)
    once = json.dumps(notebook)
    strip(notebook)
    assert json.dumps(notebook) == once


PATH = base64.b64encode(bytes(32)).decode()
RECEIPT = (
    f"c2sp.org/tlog-proof@v1\nextra eyJ4IjoxfQ==\nindex 13\n{PATH}\n\n"
    f"log.example.org/plates\n14\n{PATH}\n\n\N{EM DASH} log.example.org/plates {PATH}\n"
)


def test_the_receipts_of_the_records_are_kept() -> None:
    named = {RECORD_MEDIA_TYPE: {"records": [12, 13], "receipts": {"13": RECEIPT}}}
    notebook: dict[str, Any] = {"cells": [code({"data": {**named, "text/plain": "7ABC123"}})], "metadata": {}}
    for _ in range(2):
        strip(notebook)
        [stub] = notebook["cells"][0]["outputs"]
        assert stub["metadata"] == named
        assert "7ABC123" not in json.dumps(notebook)


@pytest.mark.parametrize(
    ("index", "receipt"),
    [
        ("13", "7ABC123"),
        ("13", RECEIPT + "7ABC123 was seen\n"),
        ("13", RECEIPT.replace("index 13", "index 7ABC123")),
        ("7ABC123", RECEIPT),
        ("13", ["7ABC123"]),
        ("13", "c2sp.org/tlog-proof@v1\n7ABC123 here\n"),
    ],
)
def test_what_is_no_receipt_is_not_kept(index: str, receipt: object) -> None:
    named = {RECORD_MEDIA_TYPE: {"records": [13], "receipts": {index: receipt}}}
    notebook: dict[str, Any] = {"cells": [code({"data": named})], "metadata": {}}
    strip(notebook)
    assert notebook["cells"][0]["outputs"][0]["metadata"] == records(13)


def test_a_cell_that_showed_nothing_gets_no_stub_and_text_stays() -> None:
    text = {"cell_type": "markdown", "source": "Looking.", "metadata": {}}
    notebook = {"cells": [code(), text], "metadata": {"widgets": {"state": "7ABC123"}, "kernelspec": {}}}
    strip(notebook)
    assert notebook == {"cells": [{**code(), "execution_count": None}, text], "metadata": {"kernelspec": {}}}


def test_a_picture_that_was_pasted_into_the_text_is_not_kept() -> None:
    pasted = {"attachments": {"shot.png": {"image/png": "7ABC123"}}}
    notebook = {
        "cells": [{"cell_type": "markdown", "source": "![shot](attachment:shot.png)", "metadata": {}, **pasted}]
    }
    strip(notebook)
    assert notebook == {"cells": [{"cell_type": "markdown", "source": "![shot](attachment:shot.png)", "metadata": {}}]}


def test_notebooks_of_the_older_format_are_stripped_too() -> None:
    notebook = {"nbformat": 3, "worksheets": [{"cells": [code({"output_type": "pyout", "text": "7ABC123"})]}]}
    strip(notebook)
    assert "7ABC123" not in json.dumps(notebook)


def test_an_uploaded_notebook_is_stripped_whatever_its_capitals_and_wrapping() -> None:
    raw = json.dumps({"cells": [code({"output_type": "stream", "text": "7ABC123"})]}).encode()
    model = {"type": "file", "format": "base64", "content": base64.b64encode(raw).decode()}
    pre_save_hook(model=model, path="Folder/N.IPYNB", contents_manager=None)
    assert b"7ABC123" not in base64.b64decode(model["content"])


def test_an_empty_file_of_that_name_is_no_error() -> None:
    model = {"type": "file", "format": "text", "content": ""}
    pre_save_hook(model=model, path="n.ipynb")
    assert model["content"] == ""


def test_a_folder_or_another_file_is_not_touched() -> None:
    for model, path in (({"type": "directory"}, "n.ipynb"), ({"type": "file", "content": "{"}, "a.txt")):
        before = dict(model)
        pre_save_hook(model=model, path=path)
        assert model == before


def test_an_unexpected_fault_stops_the_save() -> None:
    with pytest.raises(HTTPError) as caught:
        pre_save_hook(model={"type": "notebook"}, path="n.ipynb")
    assert caught.value.status_code == 400
