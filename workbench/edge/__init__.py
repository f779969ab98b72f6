"""The edge (464.8, 464.9, 464.10(b)): takes ingest, shows what is public, asks people on signed-in pages.

It holds no key and no read, runs as an operating-system user of its own, and has no route that returns reads.
"""
