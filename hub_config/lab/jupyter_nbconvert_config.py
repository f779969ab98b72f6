"""Notebooks that run by themselves: under the governed kernel, over a local socket (464.5(4), 464.10(a))."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:

    def get_config() -> Any:
        """Put here by Jupyter."""


c = get_config()

c.ExecutePreprocessor.kernel_manager_class = "alpr_kernel.specs.GovernedKernelManager"
