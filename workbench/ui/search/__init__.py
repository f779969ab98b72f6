"""Search by a partial plate (464.7(d)): the form, the reads found, the map, and the records they came under."""
