"""One file for each format that cameras and systems speak; each yields ``Parsed`` or ``Rejected`` entries."""
