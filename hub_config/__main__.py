"""Start the Hub: ``python -I -m hub_config``, with ALPR_CONFIG and the mark of this start set by ``bin/up``."""

from __future__ import annotations

import sys

from jupyterhub.app import main

from hub_config.runtime import HERE

if __name__ == "__main__":
    sys.exit(main([f"--config={HERE / 'jupyterhub_config.py'}"]))
