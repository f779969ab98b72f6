"""A basemap of the agency's own from public roads (464.7(d)): shapefile in, one PMTiles file out, no network."""

from workbench.basemap.build import Built, build

__all__ = ["Built", "build"]
