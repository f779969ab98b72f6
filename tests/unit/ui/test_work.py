from __future__ import annotations

import asyncio
import threading

import pytest

from workbench.ui.work import Latest, Superseded, spawn


async def test_an_old_answer_never_replaces_a_newer_one() -> None:
    work, gate = Latest(), threading.Event()

    def slow() -> str:
        gate.wait(5)
        return "old"

    old = asyncio.create_task(work.run(slow))
    await asyncio.sleep(0)
    assert await work.run(lambda: "new") == "new"
    gate.set()
    with pytest.raises(Superseded):
        await old


async def test_an_error_of_an_old_call_is_dropped_too() -> None:
    work, gate = Latest(), threading.Event()

    def fails() -> str:
        gate.wait(5)
        raise ValueError

    old = asyncio.create_task(work.run(fails))
    await asyncio.sleep(0)
    work.cancel()
    gate.set()
    with pytest.raises(Superseded):
        await old


async def test_the_newest_calls_error_comes_back() -> None:
    def fails() -> str:
        raise ValueError("told")

    with pytest.raises(ValueError, match="told"):
        await Latest().run(fails)


async def test_a_job_runs_beside_the_caller() -> None:
    done: list[int] = []

    async def job() -> None:
        done.append(1)

    task = spawn(job())
    assert not done
    await task
    assert done == [1]
