"""How the browser's side is made: packages fetched by their lock, compiled, bundled, packed."""
