"""Marks, the cell's agreement, submission."""
