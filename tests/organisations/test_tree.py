"""The list of the tree beside the same made from every organisation, on trees made by chance."""

from random import Random

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.queries import counted
from tracker.extensions import db
from tracker.organisations import tree
from tracker.organisations.models import Organisation

NAMES = ["Đảng bộ A", "Đảng bộ Á", "Đảng bộ Đ", "Đảng bộ 2", "Đảng bộ 10"]


@pytest.fixture(params=range(4))
def book(app, request):
    """Committees and cells in each other's rows, some of the same name; the top, and one of the committees."""
    by_chance = Random(request.param)
    committees = [make.committee(), make.committee()]
    for _one in range(12):
        committees.append(make.committee(by_chance.choice(NAMES), by_chance.choice(committees)))
    for _one in range(25):
        make.cell(by_chance.choice(committees), by_chance.choice(NAMES))
    db.session.commit()
    return committees


def whole(paths):
    """Every line, parents before children and these in the order of names."""
    rows = [row for row in db.session.scalars(select(Organisation)) if any(row.path.startswith(one) for one in paths)]
    known = {row.id for row in rows}

    def below(parent_id, depth):
        here = [row for row in rows if (row.parent_id if row.parent_id in known else None) == parent_id]
        for row in sorted(here, key=lambda one: (one.sort_key, one.id)):
            yield row.id, depth
            yield from below(row.id, depth + 1)

    return list(below(None, 0))


def listed(paths, most):
    found, after = [], None
    while True:
        page, following = tree.outline(paths, after, most)
        found += [(one.id, one.depth) for one in page]
        assert len(page) == most or following is None
        if following is None:
            return found
        assert following == page[-1].id
        after = following


@pytest.mark.parametrize("most", [1, 3, 7, 100])
def test_the_pages_are_the_tree(book, most):
    first, second, *others = (one.path for one in book)
    for paths in ([first], [second, first], others, [others[3], first], [others[-1]]):
        assert listed(paths, most) == whole(paths)
    assert tree.outline([], None, most) == ([], None)


def test_a_page_follows_any_line(book):
    paths = [book[0].path, book[1].path]
    lines = whole(paths)
    for place, (key, _depth) in enumerate(lines):
        page, following = tree.outline(paths, key, 5)
        assert [(one.id, one.depth) for one in page] == lines[place + 1 : place + 6]
        assert (following is None) == (place + 6 >= len(lines))


def test_what_is_not_in_the_tree_begins_it(book):
    inside, outside = book[0], book[1]
    for key in (outside.id, 0, 987654):
        assert tree.outline([inside.path], key, 5) == tree.outline([inside.path], None, 5)


def test_it_asks_once_a_level(book):
    paths = [book[0].path, book[1].path]
    lines = whole(paths)
    for after in (None, lines[0][0], lines[-3][0]):
        with counted() as sent:
            tree.outline(paths, after, 20)
        assert len(sent) <= max(depth for _key, depth in lines) + 4
