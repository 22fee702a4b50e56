"""How fast the book is, beside what else one would have used (``make bench``)."""
