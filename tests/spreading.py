"""Which tests run on one worker: those that share a book that takes long to make."""

from xdist.scheduler import LoadScopeScheduling

BOOKS = {
    "district": ("district",),
    "demo": ("article", "cases", "suggestions", "whole"),
}


class ByBook(LoadScopeScheduling):
    """Every test wherever a worker is free; those of the demo, and those of the district, together and first."""

    def _split_scope(self, nodeid):
        for book, files in BOOKS.items():
            if nodeid.startswith(tuple(f"tests/demo/test_{file}" for file in files)):
                return book
        return nodeid
