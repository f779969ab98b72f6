"""What a person's notebook server does not offer (464.9): downloads, conversions, terminals.

What is released goes through the release workflow, where it is recorded. The contents of one's own folder stay
open to its owner: notebooks there hold no reads.
"""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import User
from jupyter_server.base.handlers import AuthenticatedFileHandler
from jupyter_server.files.handlers import FilesHandler
from jupyter_server.services.nbconvert.handlers import NbconvertRootHandler
from jupyter_server.view.handlers import ViewHandler

_DOWNLOADS = (AuthenticatedFileHandler, FilesHandler, ViewHandler)
_OFFERED = frozenset({"api", "config", "contents", "csp", "events", "kernels", "kernelspecs", "server", "sessions"})


class GovernedAuthorizer(Authorizer):
    """Admits what the notebook needs and nothing else; a resource that nobody thought of is refused."""

    def is_authorized(self, handler: Any, user: User, action: str, resource: str) -> bool:  # noqa: ARG002
        """Whether the server answers this request of its own, signed-in owner."""
        if isinstance(handler, _DOWNLOADS):
            return False
        if isinstance(handler, NbconvertRootHandler):
            return True  # a list of formats, read by the front end's menu; converting itself is refused
        if resource == "lsp":
            return action == "read"
        return resource in _OFFERED
