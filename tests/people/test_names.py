"""Names stand in Vietnamese order; the International Components for Unicode are the oracle on PostgreSQL."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tracker.base.names import LETTERS, folded, sort_key, text_key
from tracker.extensions import db


@pytest.mark.parametrize(
    ("before", "after"),
    [
        *pairwise(LETTERS),
        ("a", "à"), ("à", "ả"), ("ả", "ã"), ("ã", "á"), ("á", "ạ"), ("ạ", "ă"),
        ("ha", "hai"), ("hà", "hai"), ("hạ", "hai"), ("hai", "hài"), ("đá", "đạ"), ("dạy", "đa"),
        ("Chi bộ thôn 2", "Chi bộ thôn 10"), ("thôn 9", "thôn a"), ("thôn", "thôn 1"),
    ],
)  # fmt: skip
def test_texts_stand_in_vietnamese_order(before, after):
    assert text_key(before) < text_key(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Vi Thị An", "Bế Văn Ân"),
        ("Vi Thị Hoa", "Bế Văn Hòa"),
        ("Bế Văn Hòa", "An Thị Hóa"),
        ("Lò Văn Dung", "Bế Văn Đung"),
        ("Bế Văn Thử", "Lò Văn Thử"),
        ("Lò Thị Thử", "Lò Văn Thử"),
        ("Lò Thử", "Lò An Thử"),
        ("Thử", "An Thử"),
        ("Lò Văn Thơ", "Lò Văn Thử"),
        ("Vi Văn Ha", "Bế Văn Hai"),
    ],
)
def test_names_go_by_given_name_then_family_then_middle(before, after):
    assert sort_key(before) < sort_key(after)


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("Đường", "duong"), ("ĐƯỜNG", "duong"), ("  Lò  Văn Thử ", "lo van thu"), ("đặng", "dang"),
        (unicodedata.normalize("NFD", "Đường"), "duong"), ("", ""),
    ],
)  # fmt: skip
def test_what_a_search_compares_has_no_accents(typed, bare):
    assert folded(typed) == bare


VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
SYLLABLES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(
            ["", "b", "c", "d", "đ", "gi", "h", "kh", "ng", "ph", "qu", "th", "tr", "x", "f", "w", "z", "j"]
        ),
        st.sampled_from(VOWELS),
        st.sampled_from(["", "c", "i", "m", "n", "nh", "ng", "o", "p", "t", "u"]),
    ),
)
NAMES = st.lists(SYLLABLES.map(str.capitalize), min_size=1, max_size=5).map(" ".join)


@given(NAMES)
def test_composed_and_decomposed_names_are_one(name):
    assert sort_key(unicodedata.normalize("NFD", name)) == sort_key(name)
    assert folded(unicodedata.normalize("NFD", name)) == folded(name)
    assert folded(name).isascii()


def parts(name):
    words = name.split()
    return words[-1], words[0] if len(words) > 1 else "", " ".join(words[1:-1])


@given(names=st.lists(NAMES, min_size=20, max_size=60, unique=True))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_is_that_of_the_unicode_collation(app, database, names):
    if database.name != "postgresql":
        pytest.skip("PostgreSQL holds the oracle")
    rows = " UNION ALL ".join(
        f"SELECT CAST(:n{i} AS text) AS name, CAST(:g{i} AS text) AS given, CAST(:f{i} AS text) AS family, "
        f"CAST(:m{i} AS text) AS middle"
        for i in range(len(names))
    )
    given_words = {
        f"{letter}{i}": part
        for i, name in enumerate(names)
        for letter, part in zip("ngfm", (name, *parts(name)), strict=True)
    }
    order = ", ".join(f'{column} COLLATE "vi-x-icu"' for column in ("given", "family", "middle"))
    query = text(f"SELECT name FROM ({rows}) AS names ORDER BY {order}")
    expected = list(db.session.scalars(query, given_words))
    db.session.rollback()
    assert sorted(names, key=sort_key) == expected
