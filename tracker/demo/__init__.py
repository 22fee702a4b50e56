"""Invented data on the figures of the source article, to see the whole product work."""
