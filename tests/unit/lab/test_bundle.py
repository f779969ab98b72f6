"""The bundle asks the page for what it shares, and carries no address and no place of the machine that made it."""

from __future__ import annotations

import json
from pathlib import Path

from making import bundle

MODULES = {
    "./index": 'const a = require("@jupyterlab/notebook"); const b = require("./link");\n',
    "./link": 'const c = require("@lumino/signaling");\n',
}


def test_only_shared_packages_are_needed_from_the_page() -> None:
    assert bundle.needed(MODULES) == ["@jupyterlab/notebook", "@lumino/signaling"]


def test_all_modules_stand_before_the_container() -> None:
    text = bundle.script(MODULES, "run();\n", "style.css")
    assert text.index('"./index"') < text.index('"./link"') < text.index("NEEDED") < text.index("run();")


def test_names_follow_the_content(tmp_path: Path) -> None:
    compiled, styles = tmp_path / "out", tmp_path / "style"
    compiled.mkdir()
    styles.mkdir()
    (styles / "a.css").write_text("a{}", "utf-8")
    (compiled / "container.js").write_text("run();\n", "utf-8")
    (compiled / "index.js").write_text(MODULES["./index"], "utf-8")
    manifest = {
        "name": "n",
        "version": "1",
        "description": "d",
        "license": "l",
        "devDependencies": {"@jupyterlab/notebook": "4.6.6"},
    }
    for folder in (tmp_path / "first", tmp_path / "second"):
        bundle.write(compiled, styles, manifest, folder)
    assert sorted(each.name for each in (tmp_path / "first/static").iterdir()) == sorted(
        each.name for each in (tmp_path / "second/static").iterdir()
    )
    described = json.loads((tmp_path / "first/package.json").read_text("utf-8"))
    assert described["dependencies"] == {"@jupyterlab/notebook": "^4.6.6"}
    assert (tmp_path / "first" / described["jupyterlab"]["_build"]["load"]).is_file()
    assert str(tmp_path) not in "".join(each.read_text("utf-8") for each in (tmp_path / "first/static").iterdir())
