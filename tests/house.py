"""The product as ``bin/up`` starts it, once a test session: real Hub, real custodian, real OS users."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.waiting import free_ports, until

ROOT = Path(__file__).parent.parent


class OnThisMachine(httpx.HTTPTransport):
    """Finds every name on this machine, as browsers do with the names under localhost (RFC 6761)."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it to loopback; the Host header still names whom it is for."""
        here = httpx.Request(
            request.method,
            request.url.copy_with(host="127.0.0.1"),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return super().handle_request(here)


@dataclass
class House:
    """One running product. ``passwords`` are those of the demonstration accounts.

    ``everybody`` names the OS user that all people share where root did not start it.
    """

    data: Path
    port: int
    passwords: Mapping[str, str]
    python: Path
    domain: str = ""
    up: tuple[str, ...] = ()
    everybody: str = ""
    _tokens: dict[str, dict[str, str]] = field(default_factory=dict)
    _kept: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where a browser goes."""
        return f"http://{self.domain or '127.0.0.1'}:{self.port}"

    @property
    def socket(self) -> Path:
        """The custodian's socket."""
        return self.data / "run" / "custodian.sock"

    def account(self, name: str) -> pwd.struct_passwd:
        """The OS user that this person's programs run under."""
        return pwd.getpwnam(self.everybody or f"alpr-{name}")

    def bin_up(self, *flags: str) -> subprocess.CompletedProcess[str]:
        """``bin/up`` once more on this data folder, by whoever started it."""
        return _bin_up(self.up, self.everybody, *flags)

    def forget_servers(self) -> None:
        """Everybody's server went with a restart, tokens and all."""
        self._tokens.clear()

    def browser(self, name: str) -> httpx.Client:
        """Somebody signed in through the Hub's own form; cookies as a browser's."""
        client = httpx.Client(
            base_url=self.url, follow_redirects=True, timeout=60, trust_env=False, transport=OnThisMachine()
        )
        client.get("/hub/login")
        crumb = client.cookies.get("_xsrf", path="/hub/")
        form = {"username": name, "password": self.passwords[name], "acknowledged": "yes", "_xsrf": crumb}
        answer = client.post("/hub/login", data=form)
        assert answer.is_success, answer.text[:500]
        return client

    def typed(self, browser: httpx.Client, page: httpx.Response, name: str, password: str = "") -> httpx.Response:
        """The page after this one, which asks for the password; the page itself where it asks for none."""
        if page.url.path != "/hub/step-up":
            return page
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        return browser.post("/hub/step-up", data=hidden | {"password": password or self.passwords[name]})

    def environment(self, name: str) -> dict[str, str]:
        """The environment of this person's own running server, token included (as root sees it).

        A server that nobody used for half an hour has ended, and the session with it: then another is started.
        """
        if name in self._kept:
            return self._tokens[name]
        if name not in self._tokens or not self._runs(name):
            self._start_server(name)
            self._tokens[name] = self._server_environment(name)
        return self._tokens[name]

    @contextmanager
    def kept(self, name: str) -> Iterator[None]:
        """For this block the person has what his or her server had, whatever becomes of it; then all is new."""
        self.environment(name)
        self._kept.add(name)
        try:
            yield
        finally:
            self._kept.discard(name)
            self._tokens.pop(name)

    def _runs(self, name: str) -> bool:
        token = self._tokens[name]["JUPYTERHUB_API_TOKEN"]
        found = environments(self.account(name).pw_uid)
        return any(told.get("JUPYTERHUB_API_TOKEN") == token for _, told in found)

    def token(self, name: str) -> str:
        """The token of this person's server."""
        return self.environment(name)["JUPYTERHUB_API_TOKEN"]

    def end_kernels(self, name: str) -> None:
        """End this person's kernels, and with them the purposes that they hold; no notebook opens by itself again."""
        with httpx.Client(base_url=f"{self.url}/user/{name}/", timeout=30, trust_env=False) as client:
            client.headers["Authorization"] = f"token {self.token(name)}"
            for session in client.get("api/sessions").json():
                client.delete(f"api/sessions/{session['id']}").raise_for_status()
            gone = client.delete("lab/api/workspaces/default")
            assert gone.is_success or gone.status_code == httpx.codes.NOT_FOUND, gone.text

    def account_tool(self, *words: str) -> str:
        """What ``workbench-account`` says, run as root's own tool."""
        config = str(self.data / "config" / "workbench.toml")
        command = [str(self.python), "-I", "-m", "hub_config.account", "--config", config, *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def processes(self, name: str) -> list[int]:
        """This person's processes: server and kernels of this house."""
        ours = {"ALPR_CUSTODIAN": f"unix:{self.socket}", "JUPYTERHUB_USER": name}.items()
        return [pid for pid, found in environments(self.account(name).pw_uid) if ours <= found.items()]

    @contextmanager
    def busy_kernels(self, name: str) -> Iterator[None]:
        """Inside, this person's kernels do nothing: what is sent to them waits, as while they compute."""
        ours = {"ALPR_CUSTODIAN": f"unix:{self.socket}", "JUPYTERHUB_USER": name}.items()
        found = environments(self.account(name).pw_uid)
        kernels = [pid for pid, told in found if "JPY_SESSION_NAME" in told and ours <= told.items()]
        assert kernels
        for pid in kernels:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in kernels:
                os.kill(pid, signal.SIGCONT)

    def run_as(
        self, name: str, code: str, *args: str, environment: Mapping[str, str] | None = None, timeout: float = 60
    ) -> subprocess.CompletedProcess[str]:
        """Run plain Python as this person's OS user, with the environment of his or her server."""
        env = dict(self.environment(name) if environment is None else environment)  # a newcomer's user is made with it
        return subprocess.run(
            [self.python, "-I", "-c", code, *args],
            env=env,
            **become(self.account(name).pw_name),
            cwd="/",
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def _start_server(self, name: str) -> None:
        with closing(self.browser(name)) as client:
            client.get("/hub/spawn")
            until(lambda: _serves(client, name), 120, why=lambda: f"the server of {name} did not start")

    def _server_environment(self, name: str) -> dict[str, str]:
        ours = {"ALPR_CUSTODIAN": f"unix:{self.socket}", "JUPYTERHUB_USER": name}.items()
        for _, found in environments(self.account(name).pw_uid):
            if ours <= found.items() and "JUPYTERHUB_API_TOKEN" in found:
                return found
        raise LookupError(f"no server of {name} runs")


def _serves(client: httpx.Client, name: str) -> bool:
    answer = client.get(f"/user/{name}/lab")
    return answer.is_success and answer.url.path.startswith(f"/user/{name}/lab")


def environments(uid: int) -> Iterator[tuple[int, dict[str, str]]]:
    """Running processes of a user, each with its environment (as root sees it)."""
    for entry in Path("/proc").iterdir():
        try:
            if not entry.name.isdigit() or entry.stat().st_uid != uid:
                continue
            raw = (entry / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue  # it ended meanwhile
        yield int(entry.name), dict(part.split("=", 1) for part in raw.split("\0") if "=" in part)


@contextmanager
def opened(
    *flags: str, checkout: Path = ROOT, user: str = "", before: Callable[[Path], None] = lambda _: None
) -> Iterator[House]:
    """Start the product in a folder of its own, and stop it; ``user`` does, where it isn't to be root.

    ``before`` puts into the folder what is to stand there at the first start.
    The folder stands outside pytest's own, which no other user may enter: the custodian has to.
    """
    with tempfile.TemporaryDirectory(prefix="alpr-house-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        if user:
            shutil.chown(folder, user, user)
        before(folder)
        port = free_ports()
        domain = flags[flags.index("--domain") + 1] if "--domain" in flags else ""
        up = (str(checkout / "bin" / "up"), "--data", name)
        started = _bin_up(up, user, "--port", str(port), *flags)
        assert started.returncode == 0, started.stdout + started.stderr
        try:
            yield House(folder, port, told_passwords(started.stdout), _python(folder), domain, up, user)
        finally:
            _bin_up(up, user, "--stop")


def told_passwords(printed: str) -> dict[str, str]:
    """The demonstration accounts that ``bin/up`` printed."""
    return dict(re.findall(r"^  (\w+) +([a-z0-9-]{20,}) ", printed, re.MULTILINE))


def become(user: str) -> dict[str, Any]:
    """Arguments that make a subprocess this OS user's; none where everything is."""
    return {"user": user, "group": user, "extra_groups": []} if user and os.geteuid() == 0 else {}


def _bin_up(up: tuple[str, ...], user: str, *flags: str) -> subprocess.CompletedProcess[str]:
    # Sockets of a house that isn't root's stand in its own folder, and go with it.
    env = {"PATH": os.environ["PATH"], "HOME": up[2], "XDG_RUNTIME_DIR": up[2]} if user else dict(os.environ)
    command = [*up, *flags]
    return subprocess.run(
        command, env=env, cwd="/", capture_output=True, text=True, timeout=600, check=False, **become(user)
    )


def _python(folder: Path) -> Path:
    instance = (folder / "hub" / "instance.json").read_text()
    found = re.search(r'"environment": "([^"]+)"', instance)
    assert found
    return Path(found[1]) / "python" / "bin" / "python"
