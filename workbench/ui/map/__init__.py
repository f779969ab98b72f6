"""Maps without one request outside the machine (464.10(a)): folium, its assets served locally, and a view both ways.

A panel makes one view and sets its layers; whatever it doesn't name stays as it is:

    view = FoliumView(reads_map(installed()), label="Map of scenes", tools=["circle", "rectangle", "polygon"])
    view.show(cameras=[Camera("I-8 at Imperial Ave", 32.7727, -115.5696, count=12, text="...")], fit=True)
    view.show(stops=[Stop("r1", 32.77, -115.57, "1")], track=[(32.77, -115.57), (32.79, -115.55)])
    view.shapes = [Shape("Scene A", Circle(latitude=32.79, longitude=-115.56, radius_m=800))]

- Layers are traits of the view: ``cameras`` (``Camera``), ``stops`` (``Stop``), ``track`` (places as latitude and
  longitude, degrees, WGS 84: the order of reads, not a route), ``shapes`` (``Shape``), ``points`` (``Points``),
  ``cells`` (``Cell``) and ``heat`` (``Heat``).
- ``view.on_camera``, ``on_stop``, ``on_point``, ``on_shapes``, ``on_drawn`` and ``on_sight`` take what to call when
  the person clicks, draws or moves the map. The area of a ``Shape`` is a ``wire.search.Circle`` or a
  ``wire.polygon.Polygon``, checked.
- ``view.tool = "polygon"`` puts a tool in the person's hand.
- ``ReadsLayer(view, zone).show(frame)`` draws any number of reads in the form that fits it (circles with counts,
  points, clusters, hexagons, heat) and draws anew when the map or ``window`` moves:
- ``MapTable(view)`` is the same map as rows. ``ReadsOnMap(view, zone)`` is all of this as the panels have it.

A map leaves as one file for a case in one way only: ``client.take_out(answer, "map", why="...")``, or the form under an
answer, which ask the custodian (464.9, 464.11). What needs no widget stands in ``workbench.mapping``, which it shares.
"""

from workbench.mapping.grounded import GroundMap
from workbench.mapping.layers import Bounds, Camera, Cell, Heat, Place, Points, Stop
from workbench.mapping.offline import OfflineAssetError, OfflineFigure, OfflineMap
from workbench.mapping.reads_map import reads_map
from workbench.mapping.shapes import Shape
from workbench.mapping.sight import Sight
from workbench.ui.map.map_table import MapTable
from workbench.ui.map.reads_layer import ReadsLayer
from workbench.ui.map.reads_on_map import ReadsOnMap
from workbench.ui.map.view import FoliumView

__all__ = [
    "Bounds",
    "Camera",
    "Cell",
    "FoliumView",
    "GroundMap",
    "Heat",
    "MapTable",
    "OfflineAssetError",
    "OfflineFigure",
    "OfflineMap",
    "Place",
    "Points",
    "ReadsLayer",
    "ReadsOnMap",
    "Shape",
    "Sight",
    "Stop",
    "reads_map",
]
