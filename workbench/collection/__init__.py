"""How reads come in (464.7.1(a), 464.9): adapters for vendors' formats, provenance, receipts, the drop folder."""
