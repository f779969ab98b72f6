"""What a plate is (464.7(d)): its one spelling, its key, and what a partial plate asks for. Pure."""
