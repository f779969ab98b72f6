"""The custodian's application with handlers that break, served as the product serves it: ``broken.py FOLDER``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from typing import Any, cast

from fastapi.responses import StreamingResponse

from workbench.custodian.app import build
from workbench.custodian.serve import serve
from workbench.settings import Settings

PLATE = "7ABC123"


class Panic(BaseException):
    """What the columnar engine raises is no ``Exception``."""


def half() -> Iterator[bytes]:
    """The beginning of an answer."""
    yield b"half"
    raise RuntimeError(PLATE)


def main() -> None:
    """Serve until told to stop."""
    folder = sys.argv[1]
    app = build(cast("Any", None))

    @app.get("/error")
    def error() -> None:
        raise RuntimeError(PLATE) from ValueError(PLATE)

    @app.get("/panic")
    async def panic() -> None:
        raise Panic(PLATE)

    @app.get("/begun")
    def begun() -> StreamingResponse:
        return StreamingResponse(half())

    @app.get("/well")
    def well() -> str:
        return "well"

    asyncio.run(serve(app, Settings.from_mapping({"paths": {"data": folder}}, file="broken")))


if __name__ == "__main__":
    main()
