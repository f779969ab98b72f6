"""Asking for a purpose over stdin, where the front end is a console (464.5(4), 464.10(b))."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from alpr_kernel.gate import PurposeGate
from alpr_kernel.refusals import offer
from workbench.errors import PurposeRejected, WorkbenchError
from workbench.wire.purpose import CategoryChoice

ROUNDS = 3
"""How often a rejected purpose is asked for again before the cell is refused."""

GO_ON = "0"
"""The answer that goes on with the purpose declared last in another notebook."""

_QUESTIONS = {
    "case_number": "Case number: ",
    "narrative": "What is investigated: ",
    "why_this_plate": "Why this plate or vehicle: ",
}


def ask(gate: PurposeGate, question: Callable[[str], str]) -> WorkbenchError | None:
    """Ask field by field and declare; None when the purpose stands, else the last refusal.

    ``question`` shows its words and waits for a line. It waits as ``input()`` in a cell does.
    """
    try:
        me = gate.who()
        again = next(iter(gate.look()), None)
        offered = offer(again, me, datetime.now(UTC)) if again else ""
        given = {"prompt": me.prompt}
        wanted = ["category", *_QUESTIONS]
        heading = "\n".join((me.prompt, *([me.go_on_prompt] if again else []), ""))
        for left in reversed(range(ROUNDS)):
            for field in wanted:
                words = _choices(me.categories, offered) if field == "category" else _QUESTIONS[field]
                given[field] = _meant(field, question(heading + words), me.categories)
                heading = ""
                if again and field == "category" and given[field] == GO_ON:
                    gate.go_on(again.purpose_id, me.go_on_prompt)
                    return None
            try:
                gate.declare(given)
            except PurposeRejected as error:
                if not left:
                    return error
                wanted = [field for field in given if field in error.problems]
                heading = "".join(f"{name}: {problem}\n" for name, problem in error.problems.items())
            else:
                return None
    except WorkbenchError as error:
        return error
    return None


def _choices(categories: Sequence[CategoryChoice], offered: str) -> str:
    again = [f"  {GO_ON}  {offered}"] if offered else []
    lines = (f"  {number}  {choice.label} ({choice.section})" for number, choice in enumerate(categories, 1))
    return "\n".join((*again, *lines, "Purpose (its number): "))


def _meant(field: str, answer: str, categories: Sequence[CategoryChoice]) -> str:
    said = answer.strip()
    if field == "category" and said.isdecimal() and 1 <= int(said) <= len(categories):
        return categories[int(said) - 1].value
    return said
