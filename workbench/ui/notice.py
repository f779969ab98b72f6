"""An error as the person at the screen reads it: what was wrong, where, and how to go on (464.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.errors import (
    AssentRequired,
    BadInput,
    PurposeRequired,
    Refused,
    SignInRequired,
    TrainingRequired,
    Unavailable,
    WorkbenchError,
)

_PATH = re.compile(r"/(?![/\\])[\w\-./~%?=&]*")


@dataclass(frozen=True, slots=True)
class Notice:
    """What is shown in the notice's place. ``kind`` is ``error``, ``ask`` or ``info``; ``form`` when the
    form itself tells it beside the field.

    ``page`` is a path on this site, ``notebook`` the file name of a notebook beside this one.
    """

    kind: str
    title: str
    how: str = ""
    section: str = ""
    page: str = ""
    page_label: str = ""
    notebook: str = ""
    retry: bool = False


def notice(error: BaseException) -> Notice:
    """The notice for an error; a fault of our own names its type only, never its inside."""
    if not isinstance(error, WorkbenchError):
        return Notice(
            "error",
            f"Something in this panel failed ({type(error).__name__}). Nothing was lost.",
            "Try again; if it comes back, tell the administrator what you were doing.",
            retry=True,
        )
    if isinstance(error, AssentRequired):
        return _asked(error)
    title, how = _titled(error), error.how
    if isinstance(error, SignInRequired):
        how = how or "Reload this page and sign in again."
    if isinstance(error, PurposeRequired):
        how = how or "Declare the case and the reason in the status bar, then search again."
    if isinstance(error, Unavailable):
        how = how or "Nothing was released. Try again in a moment; tell the administrator if it lasts."
    return Notice(
        "error",
        title,
        how,
        error.section,
        notebook="training.ipynb" if isinstance(error, TrainingRequired) else "",
        retry=isinstance(error, (Unavailable, PurposeRequired)),
    )


def _titled(error: WorkbenchError) -> str:
    if isinstance(error, BadInput) and error.where and error.where.casefold() not in error.message.casefold():
        return f"{error.message} ({error.where})"
    if isinstance(error, Refused):
        return f"Refused: {error.message}"
    return error.message


def _asked(error: AssentRequired) -> Notice:
    page = error.page if _PATH.fullmatch(error.page) else ""
    how = error.how or "Answer on the signed-in page, then come back and search again."
    return Notice("ask", error.message, how, error.section, page, "Open the page (new tab)", retry=True)
