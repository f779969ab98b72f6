"""The traits of a governed notebook server, in one place (464.5, 464.9, 464.10(a))."""

from __future__ import annotations

from typing import Any

Settings = dict[str, dict[str, Any]]


def settings() -> Settings:
    """What a server is started with: write it as ``jupyter_server_config.json`` to a folder that root owns.

    ``JUPYTER_RUNTIME_DIR`` must be short (the kernel's sockets stand there and a socket's path has at most
    107 characters).
    """
    return {
        "ServerApp": {
            "kernel_manager_class": "alpr_kernel.kernels.GovernedKernels",
            "kernel_spec_manager_class": "alpr_kernel.specs.GovernedKernelSpecManager",
            "contents_manager_class": "alpr_kernel.contents.GovernedContents",
            "authorizer_class": "alpr_kernel.authorizer.GovernedAuthorizer",
            "terminals_enabled": False,
        },
        "KernelManager": {"transport": "ipc"},
        "ContentsManager": {"pre_save_hook": "alpr_kernel.saving.pre_save_hook"},
        "LabApp": {
            "news_url": None,
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            "extension_manager": "readonly",
            "lock_all_plugins": True,
        },
    }
