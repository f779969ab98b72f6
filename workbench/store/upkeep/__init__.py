"""What is done to a store as a whole (464.9): purging, checking, repairing, writing anew under another key."""
