"""Attempts to come by reads past the gate: files, processes, kernels, patterns, the cluster (464.4, 464.10(a))."""
