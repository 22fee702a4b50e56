"""Items, documents, circulation, receipts."""
