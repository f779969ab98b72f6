"""What becomes of photographs that are handed in (464.7.1(a), 464.9): kept, looked at, completed, made into reads."""
