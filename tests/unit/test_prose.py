"""Texts of people and of the training (464.4.1, 464.10(a)): whatever stands in them can only be read."""

from __future__ import annotations

import pytest

from workbench.prose.markdown import prose
from workbench.prose.shown import one_line
from workbench.training.modules import modules
from workbench.training.sample_policy import SAMPLE_POLICY


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("one\ntwo", "<p>one two</p>"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("# Title\ntext", "<h4>Title</h4><p>text</p>"),
        ("#### Deep", "<h6>Deep</h6>"),
        ("a **bold** and *slanted* `7K?C4*`", "<p>a <b>bold</b> and <i>slanted</i> <code>7K?C4*</code></p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("- one\n  goes on\n- two", "<ul><li>one goes on</li><li>two</li></ul>"),
        ("(a) one\n(b) two", '<ul class="cited"><li>(a) one</li><li>(b) two</li></ul>'),
        ("in section\n12. Not a list", "<p>in section 12. Not a list</p>"),
        ("above\n---\nbelow", "<p>above</p><hr><p>below</p>"),
        ("", ""),
    ],
)
def test_a_little_markdown_is_shown(given: str, shown: str) -> None:
    assert prose(given) == shown


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "**<img src=x onerror=y>**", "# <b onclick='x'>"])
def test_nothing_in_a_text_is_obeyed(hostile: str) -> None:
    shown = prose(hostile)
    assert "&lt;" in shown
    assert not any(tag in shown for tag in ("<script", "<img", "<b o"))


def test_a_long_text_is_whole() -> None:
    assert prose("x" * 9001).count("x") == 9001


def test_no_mark_of_markdown_is_left_in_what_is_shipped() -> None:
    for text in (SAMPLE_POLICY, *(module.text for module in modules())):
        assert "**" not in prose(text)
        assert "\n" not in prose(text)


def test_what_stands_in_a_list_is_one_line() -> None:
    assert one_line("car\nlive: good\t\x1b]0;x\x07") == "car[U+000A]live: good[U+0009][U+001B]]0;x[U+0007]"
