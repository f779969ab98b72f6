"""Start the Hub: ``python -I -m hub_config``, with ALPR_CONFIG and the mark of this start set by ``bin/up``."""

from __future__ import annotations

import signal
import sys

from jupyterhub.app import JupyterHub, main

from hub_config.lines import HubLine
from hub_config.runtime import HERE

if __name__ == "__main__":
    # A shell's background jobs ignore SIGINT, and so would all that they start; the Hub stops servers by it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    JupyterHub._log_formatter_cls = HubLine  # noqa: SLF001 - what is said before the configuration is read, too
    sys.exit(main([f"--config={HERE / 'jupyterhub_config.py'}"]))
