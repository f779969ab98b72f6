"""The alternatives that the search is compared with, each used as somebody who knows it would use it."""
