"""The dated tree of committees and cells."""
