from copy import deepcopy

import pytest

from tracker.agendas.content import canonical, digest
from tracker.agendas.differences import Mark, Piece, between, pieces

CONTENT = {
    "format": 1,
    "meeting": {"planned_at": "2026-03-06T07:00:00+00:00", "place": "Nhà văn hóa"},
    "items": [
        {
            "id": 1,
            "kind": "results",
            "title": "Kiểm điểm tháng 2",
            "minutes": 20,
            "presenter": "Vi Văn Thử",
            "questions": [],
        },
        {"id": 2, "kind": "discussion", "title": "Làm đường", "minutes": 35, "presenter": "", "questions": ["Ai làm?"]},
        {"id": 3, "kind": "tasks", "title": "Nhiệm vụ tháng 3", "minutes": 25, "presenter": "", "questions": []},
    ],
    "documents": [{"token": "a", "item": None, "kind": "reference", "file_name": "a.pdf", "size": 3, "sha256": "x"}],
}


@pytest.fixture
def new():
    return deepcopy(CONTENT)


def test_the_same_content_has_no_difference(new):
    assert between(CONTENT, new).is_empty


def test_words_put_in_and_taken_out_are_told_apart():
    assert pieces("Làm 1,2 km đường bê tông", "Làm 1,5 km đường nhựa") == (
        Piece("Làm", Mark.SAME),
        Piece("1,2", Mark.REMOVED),
        Piece("1,5", Mark.ADDED),
        Piece("km đường", Mark.SAME),
        Piece("bê tông", Mark.REMOVED),
        Piece("nhựa", Mark.ADDED),
    )


def test_an_item_added(new):
    new["items"].insert(1, {**new["items"][0], "id": 9, "title": "Câu chuyện về Bác"})

    [change] = between(CONTENT, new).items
    assert (change.mark, change.title, change.new_number) == (Mark.ADDED, "Câu chuyện về Bác", 2)


def test_an_item_removed(new):
    del new["items"][0]

    [change] = between(CONTENT, new).items
    assert (change.mark, change.title, change.old_number) == (Mark.REMOVED, "Kiểm điểm tháng 2", 1)


def test_an_item_changed_names_its_fields(new):
    new["items"][1] |= {"minutes": 40, "title": "Làm đường bê tông", "questions": ["Ai làm?", "Bao giờ?"]}

    [change] = between(CONTENT, new).items
    assert (change.mark, change.has_moved) == (Mark.SAME, False)
    assert {field.name: (field.old, field.new) for field in change.fields} == {
        "minutes": (35, 40),
        "title": ("Làm đường", "Làm đường bê tông"),
        "questions": (["Ai làm?"], ["Ai làm?", "Bao giờ?"]),
    }


def test_items_that_change_places_are_named_once(new):
    new["items"].reverse()

    assert [(change.old_number, change.new_number) for change in between(CONTENT, new).items] == [(3, 1), (1, 3)]


def test_time_and_place_are_told(new):
    new["meeting"]["place"] = "Nhà văn hóa thôn"

    [change] = between(CONTENT, new).meeting
    assert (change.name, change.new) == ("place", "Nhà văn hóa thôn")


def test_documents_are_told_by_name(new):
    new["documents"] = [{**new["documents"][0], "token": "b", "file_name": "b.pdf"}]

    difference = between(CONTENT, new)
    assert (difference.documents_added, difference.documents_removed) == (("b.pdf",), ("a.pdf",))


def test_a_document_that_moves_to_an_item_is_a_change(new):
    new["documents"][0]["item"] = 2

    assert not between(CONTENT, new).is_empty


def test_the_hash_does_not_depend_on_the_order_of_keys(new):
    turned = {key: new[key] for key in reversed(new)}

    assert canonical(turned) == canonical(CONTENT)
    assert digest(turned) == digest(CONTENT)


def test_the_hash_is_the_one_stamped_since_the_first_version():
    """A change of the way content is written would make every hash stamped so far look broken."""
    assert digest({"b": ["ă", 1, None], "a": {"z": True}}) == (
        "d6cb6b12fbf9349e20d3b8d36b07371fc25f389169acb8bc66c6d9d57c8f5122"
    )


def test_any_change_changes_the_hash(new):
    new["items"][0]["title"] += "."

    assert digest(new) != digest(CONTENT)
