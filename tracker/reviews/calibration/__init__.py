"""Reviewers mark the same sheets unseen by one another, so that their severity can be told from the cells' quality."""
