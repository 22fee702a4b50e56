"""What belongs to no stage: errors, clock, types, names, forms, filters."""
