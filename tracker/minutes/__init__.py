"""Proceedings, conclusions, resolutions, votes, confirmation."""
