"""Starting the kernel with nothing of the person's own before the gate (464.5(4)).

No configuration file, no startup file, no history, no module from the working folder: each of them would be
code that runs before a purpose is declared.
"""

from __future__ import annotations

import os
import tempfile
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config

from alpr_kernel.kernel import GovernedKernel
from alpr_kernel.specs import PROFILE
from alpr_kernel.withheld import CarefulSession


class GovernedKernelApp(IPKernelApp):
    """ipykernel's application with the governed kernel and an empty profile."""

    name = "alpr-kernel"

    def _session_default(self) -> CarefulSession:
        """The session whose outputs are kept back where nobody looks on."""
        return CarefulSession(parent=self)

    def initialize(self, argv: list[str] | None = None) -> None:
        """Start with an empty profile; it is gone before the first message is read."""
        with tempfile.TemporaryDirectory(prefix="alpr-kernel-") as folder:
            os.environ["IPYTHONDIR"] = folder
            super().initialize(argv)  # type: ignore[no-untyped-call]
        os.environ["IPYTHONDIR"] = str(PROFILE)

    def load_config_file(self, *_args: Any, **_kwargs: Any) -> None:
        """Read no configuration: neither the person's nor one planted beside the notebook."""

    def _run_startup_files(self) -> None:
        """Run no startup file."""


def configuration() -> Config:
    """What is fixed: the kernel's class, no history, no ``PYTHONSTARTUP``, no working folder on the path."""
    config = Config()
    config.IPKernelApp.kernel_class = GovernedKernel
    config.InteractiveShellApp.exec_PYTHONSTARTUP = False
    config.InteractiveShellApp.ignore_cwd = True
    config.HistoryManager.enabled = False
    return config


def main() -> None:
    """Run the kernel until it is told to stop."""
    GovernedKernelApp.launch_instance(config=configuration())
