"""The sample policy in our own words, put in force until the agency installs its own (464.4.1, 464.8)."""

from __future__ import annotations

from importlib.resources import files

SAMPLE_VERSION = "sample-1"
SAMPLE_POLICY = (files("workbench.training") / "data" / "sample_policy.md").read_text("utf-8")
