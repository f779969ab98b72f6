"""Photographs as they were given, with crops of their plates and thumbnails, sealed (464.9, 464.10)."""

from workbench.store.images.images import Held, ImageStore

__all__ = ["Held", "ImageStore"]
