"""Plan, hold, take the roll."""
