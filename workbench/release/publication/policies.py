"""A new version of the agency's policy (464.8, 464.4.1): proposed by one person, in force once another approves it.

Everybody acknowledges it anew before the next query; the versions before it stay on the public page.
"""

from __future__ import annotations

from datetime import datetime

from workbench.errors import BadInput
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.release.publication.report import sha256_of
from workbench.store.registers import Registers
from workbench.store.registers.docket import Entry
from workbench.wire.docket import Kind
from workbench.wire.publication import NewPolicy, ProposedPolicy

PROPOSE = "policy.propose"


def propose_policy(gate: Gate, registers: Registers, caller: Caller, said: NewPolicy) -> ProposedPolicy:
    """Enter a version for approval; ``BadInput`` where one of that name was installed before, or waits."""
    elements = {"version": said.version, "sha256": sha256_of(said.text), "characters": len(said.text)}
    request = Request(PROPOSE, Operation.RETAIN, elements)
    gate.demand(caller, None, request)
    if said.version in {each.version for each in registers.policies.versions()}:
        taken = BadInput(
            f"Version {said.version} was installed before.",
            where="version",
            how="Give the new text a version of its own.",
            section="464.8",
        )
        raise gate.unusable(caller, None, request, taken)
    waiting = [each for each in registers.docket.waiting() if each.kind is Kind.POLICY]
    if said.version in {each.body["version"] for each in waiting}:
        twice = BadInput(
            f"A text waits for approval as version {said.version}.",
            where="version",
            how="Have that one decided first, or give the new text a version of its own.",
            section="464.8",
        )
        raise gate.unusable(caller, None, request, twice)
    receipt = gate.admit(caller, None, request)
    body = {"version": said.version, "sha256": elements["sha256"], "text": said.text}
    return policy_of(registers.docket.enter(Kind.POLICY, body, caller.username, gate.now(), receipt.index))


def put_in_force(registers: Registers, entry: Entry, by: str, record: int, now: datetime) -> None:
    """Install what was approved under this record."""
    registers.policies.install(str(entry.body["version"]), str(entry.body["text"]), by, record, now)


def policy_of(entry: Entry) -> ProposedPolicy:
    """A proposed version as it travels."""
    return ProposedPolicy.model_validate({**entry.told(), **entry.body})
