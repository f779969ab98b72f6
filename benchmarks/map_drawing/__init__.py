"""From a frame of reads to a map that has been painted, and how smoothly that map is dragged."""
