"""The only kernel that a server starts (464.5).

The lists of allowed kernels in Jupyter filter what is *shown*; a request for another name still starts it. Here
the folder is fixed, and any other name is refused where kernels are started.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_runtime_dir
from traitlets import Instance, default

NAME = "python3"
"""The governed kernel goes by the common name, or every notebook would ask which kernel to use."""

_HERE = Path(__file__).resolve().parent
KERNELS = _HERE / "kernels"
PROFILE = _HERE / "ipython"
"""An empty folder, owned by whoever installed the package: no startup file of the person's own is found."""


class GovernedKernelSpecManager(KernelSpecManager):
    """Knows one kernel, in the package's own folder; the person's folders are never looked at."""

    ensure_native_kernel = False

    @default("kernel_dirs")
    def _fixed(self) -> list[str]:
        return [str(KERNELS)]

    def find_kernel_specs(self) -> dict[str, str]:
        """The one kernel and its folder."""
        return {NAME: str(KERNELS / NAME)}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The governed kernel's specification; raises ``NoSuchKernel`` for any other name."""
        if kernel_name != NAME:
            self.log.warning("refused to start a kernel that is not the governed one")
            raise NoSuchKernel(kernel_name)
        spec: KernelSpec = self.kernel_spec_class.from_resource_dir(str(KERNELS / NAME))
        spec.argv = [sys.executable, *spec.argv[1:]]
        spec.env = {**spec.env, "IPYTHONDIR": str(PROFILE)}
        return spec

    def install_kernel_spec(self, *_args: Any, **_kwargs: Any) -> str:
        """Refuse: kernels come with the workbench."""
        raise PermissionError("the workbench has one kernel; no other can be installed")

    def remove_kernel_spec(self, name: str) -> str:
        """Refuse: the kernel goes with the workbench."""
        raise PermissionError(f"{name} belongs to the workbench and can't be removed")


class GovernedKernelManager(AsyncKernelManager):
    """For nbclient, nbconvert and papermill: runs a notebook under the governed kernel, over local sockets."""

    kernel_spec_manager = Instance(KernelSpecManager)
    transport = "ipc"

    @default("kernel_spec_manager")
    def _governed(self) -> KernelSpecManager:
        return GovernedKernelSpecManager(parent=self)

    @default("ip")
    def _sockets(self) -> str:
        """Beside the connection files: the folder that somebody works in may be one that can't be written to."""
        return str(_runtime() / f"k-{uuid4().hex[:12]}")


def _runtime() -> Path:
    """The person's folder of sockets and connection files, made when it is missing."""
    folder = Path(jupyter_runtime_dir())
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
