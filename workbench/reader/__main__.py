"""Start the reader: ``python -I -m workbench.reader`` with ALPR_CONFIG set."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from workbench.errors import ConfigError, WorkbenchError
from workbench.logs import to_operator
from workbench.ocr.engines import rapid
from workbench.ocr.models.files import folder as models
from workbench.reader import confine
from workbench.reader.pool import Pool
from workbench.reader.server import listening, owner_of, serve
from workbench.settings import Settings

_log = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Listen, shut ourselves off, answer; raises when any of it can't be done."""
    custodian = owner_of(settings.paths.run)
    with listening(settings.paths.reader) as door:
        confine.no_network()
        if not confine.only_programs(programs()):
            _log.warning("this kernel has no Landlock: files are kept from the reader by its OS user alone")
        with Pool(settings.ocr.processes) as pool:
            serve(door, pool, custodian)


def programs() -> Iterator[Path]:
    """What the reader needs to read: interpreter, libraries, networks."""
    roots = {sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(__file__).parents[1])}
    for place in (*roots, *sys.path, "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/proc", "/sys", "/dev"):
        if place:
            yield Path(place).resolve()
    yield models()
    yield rapid.folder()


def main() -> int:
    """0 after a clean stop, 2 when the configuration or the system stops the start."""
    os.umask(0o077)
    to_operator("reader")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if not (config := os.environ.get("ALPR_CONFIG")):
            raise ConfigError("ALPR_CONFIG must be set.", how="Start the Hub, which starts the reader.")
        run(Settings.load(Path(config)))
    except KeyboardInterrupt:
        return 0
    except WorkbenchError as error:
        _log.critical("The reader of photographs can't start: %s %s", error, error.diagnostic)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
