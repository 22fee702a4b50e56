"""Members' papers and remarks, and what became of them."""
