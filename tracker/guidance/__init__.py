"""Guidance: the rules of the meetings and of their scoresheets, as dated, versioned data."""
