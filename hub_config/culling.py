"""Stop servers that nobody uses (464.5.1): the Hub's own culler, whose lines are as those of the services."""

from __future__ import annotations

from jupyterhub_idle_culler import IdleCuller

from workbench.logs import OneLine


class CullerLine(OneLine):
    """A line of the culler's."""

    service = "idle-culler"


if __name__ == "__main__":
    IdleCuller._log_formatter_cls = CullerLine  # noqa: SLF001 - its own would not be one object a line
    IdleCuller.launch_instance()
