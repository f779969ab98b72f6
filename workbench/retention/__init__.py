"""How long things are kept, and how they end (464.9): holds, and the shredding of the log's details."""
