"""How a refusal is worded (464.5(4)): what was wrong, and how to go on at this front end."""

from __future__ import annotations

from datetime import datetime

from workbench.client.prepared import ENVIRONMENT
from workbench.errors import PurposeRequired, WorkbenchError
from workbench.policy.caller import Realm
from workbench.wire.purpose import Me, PurposeDeclared

BANNER = "Nothing runs before a purpose is declared; everything you look at is recorded under your name."
NO_DEBUGGER = "There is no debugger here: it would open a port without a sign-in. %debug works in a cell."
WIDGET = "The purpose has ended, so this control does nothing. Declare a purpose and try again."

_DIALOG = 'Press "Declare purpose", answer the dialog that it opens, then run the cell again.'
_FORM = "Fill in the form below, then run the cell again."
_NOBODY = (
    f"Nobody can be asked here: set the environment variable {ENVIRONMENT}, a JSON object with category, "
    "case_number, narrative and why_this_plate, before the kernel starts."
)


def offer(purpose: PurposeDeclared, me: Me, now: datetime) -> str:
    """How one purpose of another notebook is offered, below ``Me.go_on_prompt``."""
    labels = {choice.value: choice.label for choice in me.categories}
    minutes = max(0, int((now - purpose.declared_at).total_seconds() // 60))
    store = ", training store" if purpose.realm is Realm.TRAINING else ""
    what = f"case {purpose.case_number} ({labels.get(purpose.category, purpose.category)}{store})"
    return f"Go on with {what}, declared {minutes} minutes ago"


def explained(refusal: PurposeRequired, *, dialog: bool, form: bool) -> PurposeRequired:
    """The same refusal with how to go on."""
    how = _DIALOG if dialog else _FORM if form else _NOBODY
    return PurposeRequired(refusal.message, how=how, section=refusal.section, diagnostic=refusal.diagnostic)


def as_error(refusal: WorkbenchError) -> dict[str, object]:
    """The fields of Jupyter's ``error`` message; the traceback is the words, for there is nothing to trace."""
    name = type(refusal).__name__
    return {"ename": name, "evalue": str(refusal), "traceback": [f"{name}: {refusal}"]}
