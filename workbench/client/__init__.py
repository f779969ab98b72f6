"""The only HTTP, and what an analyst imports (464.5)."""

from workbench.client.answer import Answer
from workbench.client.client import Client
from workbench.client.session import current_purpose, declare, end

__all__ = ["Answer", "Client", "current_purpose", "declare", "end"]
