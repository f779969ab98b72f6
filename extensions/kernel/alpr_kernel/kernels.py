"""Starting kernels on a notebook server (464.5): the governed one, and a clear refusal of any other.

The specifications alone would refuse too, but after Jupyter has noted the start as pending, and a server with
such a note and a running kernel does not stop when it is told to.
"""

from __future__ import annotations

from typing import Any

from jupyter_client.kernelspec import NoSuchKernel
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError

from alpr_kernel.specs import NAME


class OtherKernelError(NoSuchKernel, HTTPError):
    """Another kernel was asked for; sessions know the first of its bases, requests for a kernel the second."""

    def __init__(self, name: str) -> None:
        NoSuchKernel.__init__(self, name)
        message = f"There is one kernel here, {NAME}. Open the notebook with it."
        HTTPError.__init__(self, 403, message, reason="Only the governed kernel starts")


class GovernedKernels(AsyncMappingKernelManager):
    """The kernels of one person's server."""

    async def _async_start_kernel(self, *, kernel_name: str | None = None, **kwargs: Any) -> str:
        if kernel_name not in (None, "", NAME):
            raise OtherKernelError(kernel_name)
        started: str = await super()._async_start_kernel(kernel_name=NAME, **kwargs)
        return started

    start_kernel = _async_start_kernel  # type: ignore[assignment]
