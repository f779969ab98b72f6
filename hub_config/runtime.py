"""What the Hub's configuration is assigned from: the file, the installed parts, this start's mark."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from jupyterhub.utils import subdomain_hook_idna

from hub_config import osusers
from hub_config.configure import WITNESS_OFFSET
from hub_config.processes import MARK
from workbench.errors import ConfigError
from workbench.settings import Settings

HERE = Path(__file__).parent

APART = "ALPR_SERVICES"
"""Set to ``apart`` for a Hub whose services are run by the system (``deploy/systemd``) and not by it."""

_POLICY = (
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "frame-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'self'",
)
CONTENT_POLICY = "; ".join((*_POLICY, "form-action 'self'", "frame-ancestors 'self'"))
"""Pages may talk to this Hub and to nobody else. Jupyter's own scripts need inline and eval."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """Settings, and the places that follow from them."""

    settings: Settings
    config: Path
    instance: str

    @classmethod
    def from_environment(cls) -> Self:
        """From ALPR_CONFIG and the mark that ``bin/up`` set; ``ConfigError`` without."""
        config, instance = os.environ.get("ALPR_CONFIG", ""), os.environ.get(MARK, "")
        if not config or not instance:
            raise ConfigError(f"ALPR_CONFIG and {MARK} must be set.", how="Start the Hub with bin/up.")
        return cls.load(Path(config), instance)

    @classmethod
    def load(cls, config: Path, instance: str = "") -> Self:
        """From a configuration file; without a mark nothing can be started, only looked at and changed."""
        return cls(Settings.load(config), config, instance)

    @property
    def secret(self) -> Path:
        """The secret that the Hub shares with the custodian."""
        return self.settings.paths.hub / "custodian-secret"

    @property
    def metrics_token(self) -> Path:
        """The credential of the monitoring, which opens figures alone."""
        return self.settings.paths.hub / "metrics-token"

    @property
    def socket(self) -> Path:
        """The custodian's Unix socket, which stands whether or not it is reached over a network too."""
        listen = self.settings.listen.custodian
        fixed = self.settings.paths.run / "custodian.sock"
        return Path(listen.removeprefix("unix:")) if listen.startswith("unix:") else fixed

    @property
    def apart(self) -> bool:
        """Whether the system runs custodian, reader, witness and edge, and not the Hub."""
        return os.environ.get(APART) == "apart"

    @property
    def runtime_folder(self) -> Path:
        """Where people's sockets stand; short, and not in anybody's home."""
        if self.settings.isolation.enforced:
            return Path("/run/alpr-workbench")
        return Path(os.environ.get("XDG_RUNTIME_DIR", "/tmp")) / f"alpr-{os.geteuid()}"  # noqa: S108 - 0700, checked

    @property
    def notebooks(self) -> Path:
        """The installed notebooks."""
        return Path(sys.prefix) / "share" / "alpr-workbench" / "notebooks"

    @property
    def edge_origin(self) -> str:
        """The edge's own origin, as the Hub makes it; empty where there is one origin for all."""
        if not (hub := self.settings.hub.origin):
            return ""
        scheme, _, host = hub.partition("://")
        return f"{scheme}://{subdomain_hook_idna('edge', host, 'service')}"

    @property
    def hub_policy(self) -> str:
        """For the Hub's own pages: in nobody's frame, and a form may lead on to a person's server."""
        scheme, _, host = self.settings.hub.origin.partition("://")
        servers = f" {scheme}://*.{host}" if host else ""
        return "; ".join((*_POLICY, f"form-action 'self'{servers}", "frame-ancestors 'none'"))

    @property
    def notice(self) -> str:
        """What everybody acknowledges at each sign-in."""
        return self.settings.hub.notice.replace("{agency}", self.settings.agency.name)

    @property
    def redirect(self) -> str:
        """The one address to which the identity provider sends people back."""
        return f"{self.settings.hub.origin or self.url(self.settings.hub.port)}/hub/provider/back"

    @property
    def hub(self) -> str:
        """The Hub's own address, behind its proxy."""
        return f"{self.url(self.settings.hub.port + 2)}/hub"

    @property
    def witness_port(self) -> int:
        """Where the witness of this machine listens, on loopback."""
        return self.settings.hub.port + WITNESS_OFFSET

    def url(self, port: int) -> str:
        """An address on loopback."""
        return f"http://127.0.0.1:{port}"

    def proxy(self) -> list[str]:
        """The command of the proxy, which stands beside the environment; ``ConfigError`` without it."""
        folder = Path(os.environ.get("ALPR_PROXY_DIR", str(Path(sys.prefix).parent / "proxy")))
        script = folder / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
        node = shutil.which("node", path=f"{sys.prefix}/bin:{os.environ.get('PATH', os.defpath)}")
        if node is None or not script.is_file():
            raise ConfigError(f"The proxy is not installed at {folder}, or there is no node.", how="Run bin/up.")
        # What it says repeats the addresses that callers asked for; an error is the Hub's page, and the Hub's to tell.
        silent = ["/bin/sh", "-c", 'exec "$@" >/dev/null 2>&1', "sh"]
        return [*silent, *self._unprivileged(), node, str(script)]

    def _unprivileged(self) -> list[str]:
        """The proxy reads what the browser sends: it has an OS user that owns nothing."""
        if not self.settings.isolation.enforced:
            return []
        become = (f"--reuid={osusers.PROXY}", f"--regid={osusers.PROXY}")
        return ["/usr/bin/setpriv", *become, "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--"]
