"""Running the programme (464.3, 464.3.1): who is in it, what is granted, lists that are kept; each act on record."""
