"""The report of an audit (464.6): figures, charts, a page and a PDF, the same bytes each time they are made."""
