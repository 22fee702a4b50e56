"""What a person is told: one row in the same transaction as the fact it tells."""
