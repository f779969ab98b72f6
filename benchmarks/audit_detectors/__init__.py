"""What the audit's detectors find and what they cry wolf at (464.6): simulated quarters, and real published logs."""
