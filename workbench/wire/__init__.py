"""What travels between client and custodian, and nothing else. Times are UTC, places WGS 84 degrees."""
