"""The data service (464.10(a)): the only process that can open the reads, the log and the keys."""
