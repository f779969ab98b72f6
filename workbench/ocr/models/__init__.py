"""Files of networks that no package brings along (464.7(d)): which, whether whole, and how they get here."""
