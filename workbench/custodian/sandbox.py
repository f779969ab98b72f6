"""What is planted in the training store (464.12): told to trainers, on record, as the answers are among it."""

from __future__ import annotations

from workbench.custodian.services import Services
from workbench.gate import Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.roles import Operation
from workbench.synthetic import STORIES
from workbench.wire.training_sessions import PlantedStory, Sandbox

SANDBOX = "training.sandbox"


def sandbox(rooms: Services, caller: Caller) -> Sandbox:
    """The stories with their answers, and the vehicle of this installation's exercise; all of it is made up."""
    receipt = rooms.gate.admit(caller, None, Request(SANDBOX, Operation.TRAIN, {}, Realm.TRAINING))
    until = rooms.registers.policies.versions()[-1].installed_at  # as far as the synthetic reads go
    released = rooms.gate.release(receipt, {"count": len(STORIES) + 1})
    told = []
    for story in STORIES:
        start, end = story.window(until)
        latitude, longitude, metres = story.scene
        told.append(
            PlantedStory(
                title=story.title,
                told=story.told,
                pattern=story.pattern,
                answer=list(story.answer),
                start=start,
                end=end,
                latitude=latitude,
                longitude=longitude,
                metres=metres,
            )
        )
    task = rooms.training.task
    return Sandbox(
        stories=told, exercise=task.plate, corner=task.corner, record=receipt.index, result_record=released.index
    )
