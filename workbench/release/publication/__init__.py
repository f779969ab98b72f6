"""The transparency report (464.8): counted from the access log, small numbers withheld, published by two persons."""
