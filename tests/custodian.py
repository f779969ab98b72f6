"""One custodian and one Hub, as they are but for people's servers: for tests that need neither browser nor accounts.

Both run under the test's own OS user, so the custodian's look at the peer finds that one user; people differ by their
tokens, which the Hub knows. What needs people apart is tested in the whole house (``tests/house.py``).
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from hub_config.roles import EDGE_SCOPES, SERVER_SCOPES
from tests.waiting import free_ports
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Record
from workbench.client import Client
from workbench.client.holder import PurposeHolder
from workbench.client.transport import Transport
from workbench.custodian.caller import STEP_UP
from workbench.errors import AssentRequired, SignInRequired, StepUpRequired, Unavailable
from workbench.policy.caller import Realm
from workbench.policy.roles import ASSENT_SCOPE, GRANTS, Role, scope
from workbench.settings import sample
from workbench.store.registers import Registers
from workbench.training.exercise import Exercise
from workbench.training.secret import Secret
from workbench.wire.log import LogQuery

PURPOSE = {
    "category": "stolen_or_wanted_vehicle",
    "case_number": "26-01234",
    "narrative": "Silver pickup taken from a driveway on Orange Avenue overnight.",
    "why_this_plate": "The owner remembers the plate beginning with 7ABC.",
}
PEOPLE = {
    "ana": Role.ANALYST,
    "ben": Role.ANALYST,
    "adam": Role.ADMINISTRATOR,
    "eve": Role.ADMINISTRATOR,
    "tess": Role.TRAINER,
    "tina": Role.TRAINER,
}
MINT = "m" * 64
"""The token of a service of this Hub alone, which makes the tokens that servers would get at their start."""
HUB_SECRET = "c" * 64
MONITORING = "f" * 64
"""What opens the figures."""
WAIT = 180.0
"""Seconds for a service to come up on a busy machine."""

HUB = """
from jupyterhub.proxy import Proxy
from hub_config.roles import custom_scopes, hub_roles

class NoProxy(Proxy):
    async def start(self): pass
    async def stop(self): pass
    async def add_route(self, routespec, target, data): pass
    async def delete_route(self, routespec): pass
    async def get_all_routes(self): return {{}}

c = get_config()
c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.bind_url = c.JupyterHub.hub_bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.db_url = "sqlite:///{folder}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/cookie"
c.JupyterHub.authenticator_class = "null"
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.custom_scopes = custom_scopes()
c.JupyterHub.load_groups = {groups!r}
c.JupyterHub.services = [{{"name": "mint", "api_token": {mint!r}}}]
mint = {{"name": "mint", "scopes": ["tokens"], "services": ["mint"]}}
c.JupyterHub.load_roles = [*hub_roles(), mint]
c.Authenticator.allow_all = True
"""


@dataclass
class Custodian:
    """Both services; ``folder`` is the data folder, ``environment`` what the custodian's process finds besides."""

    folder: Path
    hub_port: int
    environment: Mapping[str, str] = field(default_factory=dict)
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where a person's server is told to find it."""
        return f"unix:{self.folder / 'run' / 'custodian.sock'}"

    @property
    def secret(self) -> Secret:
        """What this installation's training is drawn from."""
        return Secret.open(self.folder / "custodian" / "training-secret")

    @property
    def task(self) -> Exercise:
        """The exercise of this installation, whose vehicle its training store holds."""
        return Exercise.of(self.secret)

    def token(self, name: str = "ana") -> str:
        """A token as this person's server gets it: all that the role may, but for what a signed-in page may."""
        if name not in self._tokens:
            self._tokens[name] = self.minted(name, SERVER_SCOPES)
        return self._tokens[name]

    def minted(self, name: str, asked: Iterable[str]) -> str:
        """A token of this person's with those of these scopes that the role holds."""
        held = {ASSENT_SCOPE, *(scope(operation) for operation in GRANTS[PEOPLE[name]])}
        told = self._hub("POST", f"users/{name}/tokens", {"note": "test", "scopes": sorted(held & {*asked})})
        assert told.status_code == httpx.codes.CREATED, told.text
        return str(told.json()["token"])

    def call(self, token: str, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        """Plain HTTP over the socket."""
        transport = httpx.HTTPTransport(uds=self.address.removeprefix("unix:"))
        with httpx.Client(transport=transport, base_url="http://custodian/v1", timeout=WAIT) as client:
            return client.request(method, path, json=body, headers={"Authorization": f"token {token}", **headers})

    def on_page(self, name: str, method: str, path: str, body: object = None) -> httpx.Response:
        """A call from this person's signed-in page, where the password is typed when it is asked for."""
        token = self.minted(name, EDGE_SCOPES)
        answer = self.call(token, method, path, body)
        if answer.is_success or answer.json()["kind"] != StepUpRequired.kind:
            return answer
        step_up, typed = answer.json()["assent"], {"user": name, "address": ""}
        secret = {"X-ALPR-Hub-Secret": HUB_SECRET}
        self.call("none", "POST", f"/hub/step-ups/{step_up}", typed, **secret).raise_for_status()
        return self.call(token, method, path, body, **{STEP_UP: step_up})

    def by_two(self, name: str, second: str, path: str, body: object) -> httpx.Response:
        """An act that widens access, sent, approved by a second administrator, and sent again."""
        alone = self.on_page(name, "POST", path, body)
        assert (alone.status_code, alone.json()["kind"]) == (403, AssentRequired.kind), alone.text
        said = {"assent": alone.json()["assent"], "granted": True, "note": ""}
        with self.trained(second):
            self.on_page(second, "POST", "/assents/answer", said).raise_for_status()
        return self.on_page(name, "POST", path, body)

    def client(self, name: str = "ana", purposes: PurposeHolder | None = None) -> Client:
        """This person's client, with purposes of its own unless some are given."""
        return Client(transport=Transport(self.address, token=lambda: self.token(name)), purposes=purposes)

    def records(self, **query: Any) -> list[Record]:
        """Records of the access log that fit, newest first."""
        keep = self.folder / "custodian"
        with closing(LogReader.open(f"sqlite:///{keep / 'log.sqlite'}", Keyring(keep / "log-keys"))) as reader:
            return reader.page(LogQuery(limit=1000, **query))[0]

    def declared(self) -> Record:
        """The record of the purpose declared last."""
        return self.records(action="purpose.declare", kind="intent")[0]

    def end_all(self, name: str = "ana") -> None:
        """End this person's purposes, as he or she does from another page."""
        with self.client(name) as client:
            for purpose in client.standing_purposes():
                client.end(purpose)

    @contextmanager
    def trained(self, name: str = "ana") -> Iterator[None]:
        """With somebody's training signed off, for the time of a block; it has run out after it."""
        with closing(Registers.open(f"sqlite:///{self.folder / 'custodian' / 'registers.sqlite'}")) as registers:
            version, now, day = registers.policies.current().version, datetime.now(UTC), timedelta(days=1)
            registers.training.acknowledge(name, version, 0, now)
            registers.training.sign_off(name, "tess", now + day, 0)
            try:
                yield
            finally:
                registers.training.sign_off(name, "tess", now - day, 0)

    @contextmanager
    def away(self, service: str = "custodian") -> Iterator[None]:
        """Without this service, ``custodian`` or ``hub``, for the time of a block."""
        self._stop(service)
        try:
            yield
        finally:
            self._start(service)

    @property
    def pid(self) -> int:
        """The custodian's process."""
        return self._processes["custodian"].pid

    @contextmanager
    def dead(self) -> Iterator[None]:
        """Without the custodian, which ends as in a crash, for the time of a block."""
        process = self._processes.pop("custodian")
        process.kill()
        process.wait(30)
        try:
            yield
        finally:
            self._start("custodian")

    @contextmanager
    def asleep(self, service: str = "custodian") -> Iterator[None]:
        """With a service that takes calls and answers none, for the time of a block."""
        process = self._processes[service]
        process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            process.send_signal(signal.SIGCONT)

    @contextmanager
    def disk_full(self) -> Iterator[None]:
        """With a custodian whose files can't grow, for the time of a block: nothing can be recorded."""
        pid = self._processes["custodian"].pid
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        try:
            yield
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)

    def start(self) -> None:
        """Start the Hub, then the custodian; the accounts are on record, as when they are made."""
        for service in ("hub", "custodian"):
            self._start(service)
        for name in PEOPLE:
            made = {"action": "account-add", "user": name}
            self.call("none", "POST", "/hub/events", made, **{"X-ALPR-Hub-Secret": HUB_SECRET}).raise_for_status()

    def stop(self) -> None:
        """Stop both."""
        for service in list(self._processes):
            self._stop(service)

    def _hub(self, method: str, path: str, body: object = None) -> httpx.Response:
        with httpx.Client(base_url=self._api, trust_env=False, timeout=WAIT) as client:
            return client.request(method, path, json=body, headers={"Authorization": f"token {MINT}"})

    @property
    def _api(self) -> str:
        return f"http://127.0.0.1:{self.hub_port}/hub/api/"

    def _start(self, service: str) -> None:
        hub = ["jupyterhub", "-f", str(self.folder / "hub.py"), "--log-level=WARN"]
        ready: Callable[[], bool] = self._hub_answers if service == "hub" else self._custodian_answers
        command = [sys.executable, "-I", "-m", *(hub if service == "hub" else ["workbench.custodian"])]
        config = str(self.folder / "config.toml")
        own = {"ALPR_CONFIG": config, "JUPYTERHUB_API_URL": self._api, **self.environment}
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), **(own if service == "custodian" else {})}
        with (self.folder / f"{service}.log").open("ab") as log:
            process = subprocess.Popen(command, env=environment, cwd=self.folder, stdout=log, stderr=log)
        self._processes[service] = process
        until = time.monotonic() + WAIT
        while not ready():
            told = (self.folder / f"{service}.log").read_text()
            assert process.poll() is None, told
            assert time.monotonic() < until, told
            subprocess.run(["sleep", "0.1"], check=True)

    def _stop(self, service: str) -> None:
        process = self._processes.pop(service)
        process.terminate()
        process.wait(30)

    def _hub_answers(self) -> bool:
        with suppress(httpx.TransportError):
            return self._hub("GET", "").is_success
        return False

    def _custodian_answers(self) -> bool:
        with Client(transport=Transport(self.address, token=lambda: "nobody's")) as client, suppress(Unavailable):
            with suppress(SignInRequired):
                client.me()
            return True
        return False


@contextmanager
def opened(
    folder: Path, environment: Mapping[str, str] | None = None, *, reads: Path | None = None, log: str = "", **more: Any
) -> Iterator[Custodian]:
    """Both services over a folder whose path is short enough for a socket; ``more`` are settings of ``[store]``.

    ``reads`` is a store of live reads that stands elsewhere, to be opened in the place of a new one; ``log`` is the URL
    of the log, if it is not to stand in the folder.
    """
    port = free_ports(1)
    for part in ("custodian", "run", "drop/department", "drop/state", "drop/federal"):
        (folder / part).mkdir(parents=True)
    if reads is not None:
        (folder / "custodian" / "reads").mkdir()
        (folder / "custodian" / "reads" / Realm.LIVE).symlink_to(reads)
    (folder / "custodian" / "hub-secret").write_text(HUB_SECRET)
    (folder / "custodian" / "metrics-token").write_text(MONITORING)
    values: dict[str, Any] = {"paths.data": str(folder), "isolation.enforced": False, "hub.port": port}
    values |= {"log.url": log} if log else {}
    values |= {f"store.{name}": value for name, value in more.items()}
    (folder / "config.toml").write_text(sample(values))
    groups = {
        f"role:{role.value}": {"users": [n for n, r in PEOPLE.items() if r is role]} for role in {*PEOPLE.values()}
    }
    (folder / "hub.py").write_text(HUB.format(port=port, folder=folder, groups=groups, mint=MINT))
    made = Custodian(folder, port, environment or {})
    with ExitStack() as stack:
        stack.callback(made.stop)
        made.start()
        yield made
