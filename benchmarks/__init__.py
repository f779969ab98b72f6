"""Comparisons with named alternatives on the same data in the same run; nothing of the product imports them."""
