"""Reading plates in photographs: each engine on the same photographs, in a process of its own."""
