"""A branch seen at once: cells by months, classes, trends, dear criteria, one branch beside another."""
