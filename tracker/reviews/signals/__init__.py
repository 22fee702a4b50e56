"""Patterns over months that are worth a question to the cell."""
