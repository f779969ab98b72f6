"""Files that reads leave the workbench in (464.5, 464.9, 464.11): stamped, guarded, the same bytes each time."""
