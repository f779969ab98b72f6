"""How soon a service that died is started again (464.10): its process is looked at every other second."""

from __future__ import annotations

from jupyterhub.services.service import _ServiceSpawner
from traitlets import Integer


class WatchedService(_ServiceSpawner):  # type: ignore[misc]
    """The Hub's own way to run a service; it gives no setting for the interval, which is else thirty seconds."""

    poll_interval = Integer(2)
