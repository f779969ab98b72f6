"""The configuration file of a new data folder: the documented sample with this machine's values filled in.

``python -I -m hub_config.configure --data DIR --port N [--isolated] [--demo]``; a file that stands is only
checked, and its port changed when another one is asked for.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from workbench.errors import ConfigError, WorkbenchError
from workbench.settings import Settings, sample
from workbench.settings.sections import Paths

EDGE_OFFSET, WITNESS_OFFSET = 3, 4
"""The proxy's and the Hub's inner ports are the two after the Hub's own; then come the edge's and the witness's."""


def configure(data: Path, port: int | None, *, isolated: bool, demo: bool, domain: str | None = None) -> Settings:
    """Write or check DATA/config/workbench.toml; ``ConfigError`` when it doesn't fit the way it is started."""
    file = data / "config" / "workbench.toml"
    present = file.read_text("utf-8") if file.exists() else None
    text = present or sample(_values(data, port or 8000, isolated=isolated, demo=demo))
    if port is not None:
        text = _with_port(text, port)
    if domain is not None:
        text = _with_domain(text, domain)
    text = _with_witness(text, data)
    settings = Settings.from_mapping(_parsed(text, file), file=str(file))
    _check(settings, file, data, isolated=isolated, demo=demo)
    if text != present:
        _write(file, text)
    return settings


def _parsed(text: str, file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} is not TOML: {error}.", how="Mend it where it says.") from error


def _values(data: Path, port: int, *, isolated: bool, demo: bool) -> dict[str, object]:
    values: dict[str, object] = {
        "paths.data": str(data),
        "hub.port": port,
        "edge.port": port + EDGE_OFFSET,
        "isolation.enforced": isolated,
        "demo.generated": demo,
        "hub.codes_required": not demo,
        "log.witnesses": str(Paths(data=data).local_policy),
    }
    return values


def _with_port(text: str, port: int) -> str:
    """The same text with the Hub's port and the edge's changed."""
    for part, number in (("hub", port), ("edge", port + EDGE_OFFSET)):
        text = re.sub(rf"(?ms)(^\[{part}\]$.*?^port *= *)\d+", rf"\g<1>{number}", text, count=1)
    return text


def _with_domain(text: str, domain: str) -> str:
    """The same text with the Hub's domain changed; a file of an earlier version gets the key."""
    value = json.dumps(domain)
    key = r"(?ms)(^\[hub\]$(?:(?!^\[).)*?^domain *= *)[^\n]*"
    text, found = re.subn(key, lambda at: at[1] + value, text, count=1)
    return text if found else re.sub(r"(?m)^\[hub\]$", lambda at: f"{at[0]}\ndomain = {value}", text, count=1)


def _with_witness(text: str, data: Path) -> str:
    """The same text with the witness of this machine where nobody watches the log."""
    policy = json.dumps(str(Paths(data=data).local_policy))
    return re.sub(r'(?m)^witnesses *= *""', lambda _: f"witnesses = {policy}", text, count=1)


def _check(settings: Settings, file: Path, data: Path, *, isolated: bool, demo: bool) -> None:
    if settings.paths.data != data:
        raise ConfigError(f"{file} is for {settings.paths.data}, not for {data}.", how="Mend paths.data.")
    if settings.isolation.enforced and not isolated:
        raise ConfigError(
            "People are to be isolated from each other, which needs root.",
            how="Run bin/up as root, or give another folder with --data.",
            section="464.10(a)",
        )
    if isolated and not settings.isolation.enforced:
        raise ConfigError(
            f"{file} is for a workbench without isolation: as root, everybody's programs would run as root.",
            how="Start it as the user whose folder it is, or give another folder with --data.",
            section="464.10(a)",
        )
    if settings.demo.generated and not demo:
        raise ConfigError(
            f"{data} holds the generated demonstration.", how="Give another folder with --data.", section="464.2"
        )
    if not settings.isolation.enforced and not settings.demo.generated:
        raise ConfigError(
            "Without isolation only the generated demonstration is served.",
            how="Run bin/up as root, or leave out --no-demo.",
            section="464.10(a)",
        )


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(mode=0o755, exist_ok=True)
    new = file.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.chmod(0o644)
    new.rename(file)


def main() -> int:
    """Print ports, whether the agency is generated, and the address; 2 when the configuration stops the start.

    The third port is that of the witness on this machine; 0 when witnesses stand elsewhere.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int)
    parser.add_argument("--domain")
    parser.add_argument("--isolated", action="store_true")
    parser.add_argument("--demo", action="store_true")
    given = parser.parse_args()
    try:
        settings = configure(given.data, given.port, isolated=given.isolated, demo=given.demo, domain=given.domain)
    except WorkbenchError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    address = settings.hub.origin or f"http://127.0.0.1:{settings.hub.port}"
    here = settings.log.witnesses == str(settings.paths.local_policy)
    ports = f"{settings.hub.port} {settings.edge.port} {settings.hub.port + WITNESS_OFFSET if here else 0}"
    sys.stdout.write(f"{ports} {int(settings.demo.generated)} {address}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
