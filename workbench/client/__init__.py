"""The only HTTP, and what an analyst imports (464.5)."""

from workbench.client.answer import Answer
from workbench.client.asking import new_query
from workbench.client.client import Client
from workbench.client.findings import Findings
from workbench.client.movements import scene
from workbench.client.session import current_purpose, declare, end

__all__ = ["Answer", "Client", "Findings", "current_purpose", "declare", "end", "new_query", "scene"]
