"""464.10(a): no style sheet or script that we serve calls another address."""

from __future__ import annotations

import pytest
from making.sheets import flatten, glyphicons, outside, without_maps


def test_a_font_is_left_with_its_woff2_file_under_a_flat_name() -> None:
    sources = 'src:url(../fonts/x.eot);src:url("../fonts/x.woff2?v=1") format("woff2"),url(../x.ttf)'
    css = f'@font-face{{font-family:"X";{sources}}}'
    text, files = flatten(css)
    assert text == '@font-face{font-family:"X";src:url("x.woff2") format("woff2")}'
    assert files == {"../fonts/x.woff2": "x.woff2"}


def test_a_font_without_a_closing_semicolon_stays_a_valid_rule() -> None:
    text, _ = flatten("@font-face{src:url(a.woff2);font-weight:400}")
    assert text == '@font-face{font-weight:400;src:url("a.woff2") format("woff2")}'


@pytest.mark.parametrize("target", ["data:image/png;base64,AA", "#shape", "%23shape"])
def test_what_is_in_the_page_already_is_left_alone(target: str) -> None:
    assert flatten(f".a{{background:url({target})}}") == (f".a{{background:url({target})}}", {})


def test_an_image_is_found_beside_the_sheet() -> None:
    assert flatten(".a{background:url( 'images/layers.png' )}") == (
        '.a{background:url("layers.png")}',
        {"images/layers.png": "layers.png"},
    )


def test_licence_notes_stay_and_other_comments_go() -> None:
    assert flatten("/*! MIT */a{}/* url(//x) */")[0] == "/*! MIT */a{}"


@pytest.mark.parametrize(
    "text",
    [
        "a{background:url(//cdn.example/x.png)}",
        "a{background:url('https://cdn.example/x.png')}",
        '@import "more.css";',
        "image.src='https://tiles.example/1.png'",
        'fetch("https://example.org")',
        'request.open("GET","https://example.org")',
        "//# sourceMappingURL=x.js.map",
    ],
)
def test_a_call_to_the_outside_is_found(text: str) -> None:
    assert outside(text)


@pytest.mark.parametrize(
    "text", ["a{background:url(x.png)}", 'xmlns="http://www.w3.org/2000/svg"', "// see https://x.y"]
)
def test_an_address_that_nobody_calls_is_no_call(text: str) -> None:
    assert outside(text) == []


@pytest.mark.parametrize("note", ["\n//# sourceMappingURL=leaflet.js.map", "/*# sourceMappingURL=a.css.map */"])
def test_source_maps_are_not_asked_for(note: str) -> None:
    assert without_maps(f"a{note}").strip() == "a"


def test_only_the_glyphs_are_taken_out_of_bootstrap_3() -> None:
    face = "@font-face { font-family: 'Glyphicons Halflings'; }"
    rule = ".glyphicon-a:before,\n.glyphicon-b:before {\n  content: 'x';\n}"
    assert glyphicons(f"body {{\n  margin: 0;\n}}\n{face}\n{rule}\n") == f"{face}\n{rule}\n"
