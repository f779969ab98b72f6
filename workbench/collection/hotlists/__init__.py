"""Hotlists and hits (464.7(f), 464.7(g)): lists are installed whole, and each batch of reads is matched with them."""
