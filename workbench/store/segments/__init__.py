"""Immutable files of reads (464.9): written once, sealed, named by a catalogue, joined and rewritten as wholes."""
