"""Being told that there is news of hits (464.5, 464.7(g)): one record when it begins, numbers alone after that.

News names no plate, so it is no look; whoever is told looks then, and each look is on record like any other. Who may
look is asked anew at each call, and a refusal is recorded.
"""

from __future__ import annotations

from workbench.collection.hotlists.look import granted
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.store.registers import Registers
from workbench.store.registers.hit_words import News, Place
from workbench.wire.base import Context

FOLLOW = "hits.follow"


def follow_hits(
    gate: Gate, registers: Registers, caller: Caller, purpose: Purpose | None, context: Context
) -> tuple[int, Place]:
    """The record under which the caller follows the hits, and where they are; raises ``Refused`` on record."""
    receipt = gate.admit(caller, purpose, _request(context))
    return receipt.index, registers.hits.news(Place(), caller.sources, caller.username).newest


def demand_following(gate: Gate, caller: Caller, purpose: Purpose | None) -> None:
    """Return while the caller may still be told; else raise ``Refused``, on record."""
    gate.demand(caller, purpose, _request(Context()))


def news_of_hits(registers: Registers, caller: Caller, after: Place) -> News:
    """What is new of hits of the sources granted to the caller."""
    return registers.hits.news(after, caller.sources, caller.username)


def _request(context: Context) -> Request:
    return Request(FOLLOW, Operation.QUERY, {}, rules=(granted,), context=context.model_dump())
