"""How soon a hit stands on somebody's screen, and what the alternatives to following would take."""
