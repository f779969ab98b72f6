"""A person's files on a notebook server (464.10): no way to write one leaves reads in a notebook.

The hook of ``saving`` sees whole files. Two ways go past it and are closed here: a file that arrives in pieces, of
which Jupyter shows the hook the first, and a file of another kind that becomes a notebook by its name.
"""

from __future__ import annotations

from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from tornado.web import HTTPError

from alpr_kernel.saving import is_notebook

_IN_PIECES = "Not saved: a notebook this large holds outputs. Clear them and upload it again."
_BY_NAME = (
    "Not renamed: only a notebook becomes a notebook. Upload the file as a notebook, and its outputs are taken out."
)


class GovernedContents(AsyncLargeFileManager):
    """Jupyter's own files, without the ways round the hook."""

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Save a file; a notebook whole or not at all."""
        if is_notebook(path) and model.get("chunk") is not None:
            raise HTTPError(400, _IN_PIECES, reason="Not saved: clear the outputs first")
        saved: dict[str, Any] = await super().save(model, path)  # type: ignore[no-untyped-call]
        return saved

    async def rename_file(self, old_path: str, new_path: str) -> None:
        """Rename a file; what was no notebook becomes none."""
        if is_notebook(new_path) and not is_notebook(old_path):
            raise HTTPError(400, _BY_NAME, reason="Not renamed: this is no notebook")
        await super().rename_file(old_path, new_path)  # type: ignore[no-untyped-call]
