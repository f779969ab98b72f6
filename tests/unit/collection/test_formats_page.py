"""The page on formats says what the code does."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.collection import take, text
from workbench.collection.formats import genetec, hikvision, own_csv, platerecognizer_csv
from workbench.collection.hotlists import genetec as genetec_list
from workbench.collection.hotlists import install, own
from workbench.collection.recognise import FORMATS
from workbench.custodian import spool
from workbench.policy.hits import SURE
from workbench.wire.hotlists import HOTLIST_FORMATS
from workbench.wire.ingest import BatchOffer

PAGE = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*FORMATS, *HOTLIST_FORMATS])
def test_every_format_is_on_the_page(name: str) -> None:
    assert f"`{name}`" in PAGE


COLUMNS = {
    *own_csv.REQUIRED,
    *own_csv.OPTIONAL,
    *genetec.REQUIRED,
    *platerecognizer_csv.REQUIRED,
    *own.REQUIRED,
    *own.OPTIONAL,
    *genetec_list.COLUMNS,
}


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_every_column_is_on_the_page(column: str) -> None:
    assert f"`{column}`" in PAGE


def test_the_bounds_are_those_of_the_code() -> None:
    assert text.LINE_LIMIT == 1 << 20
    assert f"a JSON document {text.DOCUMENT_LIMIT >> 20} MiB" in PAGE
    assert f"an XML document {hikvision.LIMIT >> 20} MiB" in PAGE
    assert f"a batch {take.MOST:,} entries and {spool.MOST >> 30} GiB" in PAGE
    assert f"{install.LARGEST >> 20} MiB and {install.MOST:,} entries, of which {install.ALIKE} may look alike" in PAGE
    assert f"at least {SURE} sure" in PAGE


@pytest.mark.parametrize("name", [*BatchOffer.model_fields, "X-ALPR-Device", "X-ALPR-Offer", "/services/edge/ingest"])
def test_the_terms_and_the_endpoint_are_on_the_page(name: str) -> None:
    assert name in PAGE
