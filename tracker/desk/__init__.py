"""The front doors: what waits for each person."""
