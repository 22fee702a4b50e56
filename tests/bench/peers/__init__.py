"""What is measured beside the book."""
