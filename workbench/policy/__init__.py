"""Section 464 as functions that return a Decision. Pure: no disk, network, clock or widget."""
