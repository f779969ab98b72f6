"""How a department begins in which nobody is trained yet (464.4.1, 464.12); ``docs/architecture.md`` tells it."""

from __future__ import annotations

import httpx
import pytest

from tests.custodian import PURPOSE, Custodian
from workbench.errors import TrainingRequired
from workbench.policy.caller import Realm
from workbench.training import quiz
from workbench.training.misuse import Extract
from workbench.training.modules import keys

pytestmark = pytest.mark.section("464.4.1")


def learn(custodian: Custodian, name: str) -> None:
    """All that somebody does before the sign-off, the search in the training store included."""
    secret = custodian.secret
    task = custodian.task
    with custodian.client(name) as client:
        for key in keys():
            client.training.done(key)
        client.training.quiz(quiz.right_answers(quiz.Sheet(secret, name, attempt=0)))
        assert client.declare(PURPOSE).realm is Realm.TRAINING
        client.search(task.hint_pattern)
        assert client.training.exercise(task.plate).right
        client.training.misuse(sorted(Extract.of(secret, name, 0).kinds))
        client.training.acknowledge(client.me().policy_version)


def sign_off(custodian: Custodian, trainer: str, trainee: str) -> httpx.Response:
    """On the trainer's signed-in page."""
    return custodian.on_page(trainer, "POST", f"/training/sign-off/{trainee}")


def test_trainers_sign_off_the_administrator_and_each_other(custodian: Custodian) -> None:
    with custodian.client("adam") as adam:
        adam.declare(PURPOSE)
        with pytest.raises(TrainingRequired) as told:
            adam.log()
    assert told.value.section == "464.4.1"

    for name in ("adam", "tess"):
        learn(custodian, name)
    assert sign_off(custodian, "tess", "tess").json()["section"] == "464.12"
    assert sign_off(custodian, "tess", "adam").status_code == httpx.codes.NO_CONTENT
    assert sign_off(custodian, "tina", "tess").status_code == httpx.codes.NO_CONTENT

    with custodian.client("adam") as adam:
        assert adam.declare(PURPOSE).realm is Realm.LIVE
        signed = {entry.user for entry in adam.log(action="training.sign-off", kind="event").entries}
    with custodian.client("tess") as tess:
        assert tess.me().trained
    assert signed >= {"tess", "tina"}
