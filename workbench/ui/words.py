"""Times, numbers and lists in words, the same on every panel, map and page."""

from workbench.prose.words import exact, listed, local, plural

__all__ = ["exact", "listed", "local", "plural"]
