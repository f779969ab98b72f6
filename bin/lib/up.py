"""bin/up: build what is missing, end what a crash left, start the workbench, print its address."""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readable import open_to_all
from tools import CHECKOUT, Failed, as_root, run, say

sys.path.insert(0, str(CHECKOUT))

import environment as environments
import instance as instances

LAST_PORT = 65531
SOCKET_BYTES = 107
"""The longest path of a Unix socket."""
HELP = "Start the ALPR workbench on this machine and print its address. Everything stays on 127.0.0.1."


def main() -> int:
    """0 when it runs, or was stopped; 1 with words when it can't; 3 when asked and it is not running."""
    os.umask(0o022)  # the services' users read what root makes
    given = _arguments()
    data: Path = given.data.resolve()
    try:
        if given.status:
            return _status(data)
        if given.build:
            print(environments.built("base").folder)
            return 0
        if given.stop and not data.exists():
            print(f"There is nothing to stop ({data}).")
            return 0
        with _alone(data):
            if given.stop:
                return _stop(data)
            hub = _up(data, given)
        return _stay(hub) if hub and given.foreground else 0
    except Failed as failed:
        print(f"\n{failed}", file=sys.stderr)
    except (PermissionError, FileExistsError, NotADirectoryError) as error:
        whose = "Run it as the user whose folder it is, or give another folder with --data."
        print(f"\n{error.filename}: {error.strerror}. {whose}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nInterrupted. bin/up may be run again at any time.", file=sys.stderr)
    return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/up", description=HELP)
    default = Path("/var/lib/alpr-workbench") if as_root() else CHECKOUT / ".alpr"
    parser.add_argument("--port", type=_port, help="TCP port of the sign-in page; the four after it are used too")
    parser.add_argument(
        "--domain", help="name for browsers, e.g. alpr.localhost or alpr.example.gov: an origin of its own a person"
    )
    parser.add_argument("--data", type=Path, default=default, help=f"the data folder (default {default})")
    parser.add_argument("--no-demo", action="store_true", help="no generated agency and no demonstration accounts")
    parser.add_argument("--foreground", action="store_true", help="stay, and show the log; Ctrl-C stops")
    parser.add_argument("--build", action="store_true", help="build what is missing, print its folder, start nothing")
    parser.add_argument("--stop", action="store_true", help="stop the workbench of this data folder")
    parser.add_argument("--status", action="store_true", help="say whether it runs")
    return parser.parse_args()


def _port(text: str) -> int:
    """A port with room for the four after it."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {LAST_PORT}")
    return int(text)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """No two of this at a time on one data folder."""
    data.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (data / ".up.lock").open("w") as file:
        os.fchmod(file.fileno(), 0o600)  # whoever can open it can hold it, and keep the workbench from starting
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("another bin/up works on this folder; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _status(data: Path) -> int:
    last = instances.load(data)
    if last is None or not last.alive():
        print(f"Not running ({data}).")
        return 3
    well = instances.healthy(last, data)
    print(f"{'Running' if well else 'Running, but not everything answers'}: {last.address}/ ({data})")
    return 0 if well else 3


def _stay(hub: subprocess.Popen[bytes]) -> int:
    """Wait for the Hub's end; Ctrl-C and a request to end are handed on."""
    for sent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sent, lambda *_: hub.terminate())
    return hub.wait()


def _stop(data: Path) -> int:
    if last := instances.load(data):
        instances.end(last)
    print(f"Stopped ({data}).")
    return 0


def _up(data: Path, given: argparse.Namespace) -> subprocess.Popen[bytes] | None:
    last = instances.load(data)
    asked = given.port or (last.port if last else None)
    same = last is not None and last.port == asked and given.domain is None
    if last and same and last.alive() and _recovers(last, data):
        _tell(data, environments.Environment(Path(last.environment)), last)
        return None
    _suits(data)
    if given.port:  # before anything is stopped, and minutes go into building
        held = _needed(last.port, last.edge).values() if last else ()
        wanted = _needed(given.port, given.port + 3)
        instances.check_ports({what: port for what, port in wanted.items() if port not in held})
    if last:
        instances.end(last)
    environment = environments.built("base")
    asked = _prepare(data, environment, given)
    instances.check_ports(_needed(asked.port, asked.edge))
    say("starting the Hub, the custodian, the witness and the edge")
    started, hub = instances.start(data, environment, asked, foreground=given.foreground)
    instances.wait_until_well(started, data)
    _tell(data, environment, started)
    return hub


def _recovers(last: instances.Instance, data: Path) -> bool:
    """Whether everything answers, if need be once the Hub has started a part of it anew."""
    if instances.healthy(last, data):
        return True
    if last.alive():
        say("not everything answers; giving the Hub time to start it anew")
    return instances.healthy(last, data, instances.RECOVERY_SECONDS)


def _needed(port: int, edge: int) -> dict[str, int]:
    inner = {"the proxy": port + 1, "the Hub": port + 2, "the witness": port + 4}
    return {"the sign-in page": port, **inner, "the edge": edge}


def _suits(data: Path) -> None:
    """``Failed`` when the services could not work in this folder."""
    if len(os.fsencode(data / "run" / "custodian.sock")) > SOCKET_BYTES:
        raise Failed(f"{data} is too long a path for the sockets in it. Give a shorter one with --data.")
    if as_root() and not open_to_all(data.parent):
        raise Failed(f"{data} can't be entered by the services' own users. Give another folder with --data.")


def _prepare(data: Path, environment: environments.Environment, given: argparse.Namespace) -> instances.Instance:
    """Configuration, folders, users and secrets; what is to be started."""
    command: list[str | Path] = [environment.python, "-I", "-m", "hub_config.configure", "--data", data]
    command += ["--port", str(given.port)] if given.port else []
    command += ["--domain", given.domain] if given.domain is not None else []
    command += ["--isolated"] if as_root() else []
    command += [] if given.no_demo else ["--demo"]
    port, edge, witness, demo, address = run(command, what="The configuration").split()
    _module(data, environment, "hub_config.layout")
    for line in _module(data, environment, "hub_config.upgrade").splitlines():
        say(line)
    folder = str(environment.folder)
    return instances.Instance("", 0, 0, int(port), folder, demo == "1", address, int(edge), int(witness))


def _module(data: Path, environment: environments.Environment, module: str) -> str:
    env = instances.hub_environment(data, environment, "preparing")
    return run([environment.python, "-I", "-m", module], what=module, env=env)


def _tell(data: Path, environment: environments.Environment, started: instances.Instance) -> None:
    accounts = _module(data, environment, "hub_config.demo") if started.demo else ""
    print(f"\nThe ALPR workbench runs at  {started.address}/\n")
    if accounts:
        print(f"Demonstration accounts (everything in it is generated):\n{accounts}")
        print("To begin: sign in as ana, open Search by a partial plate, and look for 7?BR4*")
        print("(four of the seven characters of a homicide suspect's plate).")
        first = (data / "custodian" / "training-secret").stat().st_mtime  # made once, at the first start
        begun = time.strftime("%d %B %Y", time.localtime(first))
        print(f"Its reads end on {begun}, the day of the first start: later on, search the weeks before that day.\n")
    else:
        print(f"Accounts: {environment.bin}/workbench-account --config {data}/config/workbench.toml --help\n")
    if not as_root():
        print("People are NOT isolated from each other: this was not started as root. For a look round only.\n")
    print(f"Log: {data}/hub/hub.log   Stop: bin/up --stop{_data_option(data)}", flush=True)


def _data_option(data: Path) -> str:
    default = Path("/var/lib/alpr-workbench") if as_root() else CHECKOUT / ".alpr"
    return "" if data == default else f" --data {data}"


if __name__ == "__main__":
    sys.exit(main())
