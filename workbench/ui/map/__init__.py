"""Maps without one request outside the machine (464.10(a)): folium, its assets served locally, and a view both ways."""

from workbench.ui.map.offline import OfflineAssetError, OfflineFigure, OfflineMap
from workbench.ui.map.reads_map import reads_map
from workbench.ui.map.view import FoliumView

__all__ = ["FoliumView", "OfflineAssetError", "OfflineFigure", "OfflineMap", "reads_map"]
