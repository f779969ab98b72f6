"""The targets by name, with the modules whose coverage is followed; nothing of the product is imported here."""

from __future__ import annotations

MODULES = {
    "pattern": ("workbench.plates",),
    "reads": ("workbench.collection", "workbench.plates.normalise"),
    "hotlists": ("workbench.collection", "workbench.plates.normalise", "workbench.policy.hotlists"),
    "notes": ("workbench.accesslog", "workbench.witness"),
    "photographs": ("workbench.ocr.image", "workbench.ocr.kinds", "workbench.reader.exif", "PIL"),
    "archives": ("workbench.collection.photographs", "zipfile", "tarfile"),
    "packages": ("workbench.release.verify", "workbench.accesslog.verify", "zipfile"),
    "purposes": ("workbench.policy.purpose", "workbench.wire"),
    "logqueries": ("workbench.accesslog.reader", "workbench.accesslog.filters", "workbench.wire"),
}
"""Of each target."""
