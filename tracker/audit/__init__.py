"""The append-only, hash-chained trail: who did what, when, and what it changed."""
