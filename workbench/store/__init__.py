"""Where reads and registers are kept (464.9); every way to a read demands the receipt of a durable record."""
