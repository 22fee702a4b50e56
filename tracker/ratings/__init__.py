"""The year of a cell: rule, figures, proposal, recognition, closing; the roll-up over the tree."""
