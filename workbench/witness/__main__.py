"""``python -m workbench.witness``: what ``workbench witness run`` does, without loading any other command (464.5)."""

from __future__ import annotations

import typer

from workbench.witness.run import run

if __name__ == "__main__":
    typer.run(run)
