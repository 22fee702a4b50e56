import pytest

from tests.guidance.files import at, mapping, put
from tracker.guidance import document, fault_words, parsing
from tracker.guidance.faults import Fault, Faults

G4 = "sheets.0.groups.3"  # conduct of the meeting, criteria 4.1 to 4.9
C11 = "sheets.0.groups.0.criteria.0"  # 1.1, by levels
C21 = "sheets.0.groups.1.criteria.0"  # 2.1, by levels
C49 = "sheets.0.groups.3.criteria.8"  # 4.9, in parts


def faults_of(changed, file="thu.yaml"):
    with pytest.raises(Faults) as caught:
        parsing.parse(changed, file)
    return caught.value


def found(*changes):
    changed = mapping()
    for path, value in changes:
        put(changed, path, value)
    return [(fault.path, fault.key) for fault in faults_of(changed).items]


ONE_FAULT = [
    ("format", "2", "format", "unknown_word"),
    ("code", ..., "code", "missing"),
    ("code", ["a"], "code", "not_text"),
    ("title", "", "title", "missing"),
    ("title", "x" * 301, "title", "text_too_long"),
    ("number", "x" * 81, "number", "text_too_long"),
    ("issuer", "x" * 201, "issuer", "text_too_long"),
    ("code", "x" * 41, "code", "text_too_long"),
    ("sheets.0.code", "x" * 41, "sheets[0].code", "text_too_long"),
    (f"{C11}.code", "x" * 21, "sheets[0].groups[0].criteria[0].code", "text_too_long"),
    (f"{C11}.code", "1/1", "sheets[0].groups[0].criteria[0].code", "code_signs"),
    (f"{C49}.parts.0.code", "a/b", "sheets[0].groups[3].criteria[8].parts[0].code", "code_signs"),
    ("provenance", "đúng", "provenance", "unknown_word"),
    ("issued_on", "28/10/2025", "issued_on", "not_date"),
    ("valid_from", "2025-02-30", "valid_from", "not_date"),
    ("valid_until", "2025-10-27", "valid_until", "ends_before"),
    ("lý do", "x", "lý do", "unknown_key"),
    ("valid_form", "x", "valid_form", "unknown_key_near"),
    ("settings", ..., "settings", "missing"),
    ("settings", "x", "settings", "not_mapping"),
    ("settings.notice_days", "ba", "settings.notice_days", "not_number"),
    ("settings.notice_days", "-1", "settings.notice_days", "not_number"),
    ("settings.notice_days", "NaN", "settings.notice_days", "not_number"),
    ("settings.minutes_required", "90.5", "settings.minutes_required", "not_whole"),
    ("settings.absent_months", ["hai"], "settings.absent_months", "not_whole"),
    ("settings.quorum", "3/2", "settings.quorum", "not_fraction"),
    ("settings.quorum", "0.66", "settings.quorum", "not_fraction"),
    ("settings.regular_every", "weekly", "settings.regular_every", "unknown_word"),
    ("attendance.exempt_counted", "thỉnh thoảng", "attendance.exempt_counted", "not_flag"),
    ("attendance.floor", "90", "attendance.floor", "not_bound"),
    ("attendance.floor", ">= phần lớn", "attendance.floor", "not_bound"),
    ("sheets", [], "sheets", "missing"),
    ("sheets", "x", "sheets", "not_list"),
    ("sheets.0.kinds", ["committee"], "sheets[0].kinds", "unknown_word"),
    ("sheets.0.kinds", ..., "sheets[0].kinds", "missing"),
    ("sheets.1.code", "TK-HD42", "sheets", "code_twice"),
    ("sheets.1.kinds", ["thematic", "regular"], "sheets", "kind_twice"),
    (f"{G4}.full", "41", "sheets[0].groups[3].full", "sum_group"),
    (f"{G4}.criteria.1.when_combined", ..., "sheets[0].groups[3].full", "sum_group"),
    (f"{G4}.criteria.0.code", "1.1", "sheets[0]", "code_twice"),
    (f"{C11}.check", "đoán", "sheets[0].groups[0].criteria[0].check", "unknown_check"),
    (f"{C11}.kind", "stars", "sheets[0].groups[0].criteria[0].kind", "unknown_word"),
    (f"{C11}.full", "năm", "sheets[0].groups[0].criteria[0].full", "not_number"),
    (f"{C11}.step", "0", "sheets[0].groups[0].criteria[0].step", "step_nought"),
    (f"{C11}.step", "0.005", "sheets[0].groups[0].criteria[0].step", "step_fine"),
    (f"{C11}.levels", ..., "sheets[0].groups[0].criteria[0].levels", "levels_missing"),
    (f"{C11}.levels.0.points", "6", "sheets[0].groups[0].criteria[0].levels", "level_above"),
    (f"{C11}.levels.0.points", "4.5", "sheets[0].groups[0].criteria[0].levels", "level_top"),
    (f"{C11}.levels.1.points", "3", "sheets[0].groups[0].criteria[0].levels", "levels_order"),
    (f"{C11}.levels.1.points", "4.25", "sheets[0].groups[0].criteria[0].levels", "off_step"),
    (f"{C11}.levels.1.when", {"slow": ">= 1"}, "sheets[0].groups[0].criteria[0].levels[1].when.slow",
     "unknown_measure"),
    (f"{C21}.parts", [{"code": "a", "text": "x", "full": "4"}], "sheets[0].groups[1].criteria[0].parts",
     "parts_unwanted"),
    (f"{C49}.parts.0.full", "3", "sheets[0].groups[3].criteria[8].parts", "sum_parts"),
    (f"{C49}.parts.1.code", "a", "sheets[0].groups[3].criteria[8].parts", "code_twice"),
    (f"{C49}.parts", ..., "sheets[0].groups[3].criteria[8].parts", "parts_missing"),
    (f"{C49}.parts.0.check", "x", "sheets[0].groups[3].criteria[8].parts[0].check", "unknown_check"),
    ("sheets.0.groups.2.criteria.2.if_not_applicable", ..., "sheets[0].groups[2].criteria[2].if_not_applicable",
     "missing"),
    ("sheets.0.groups.2.criteria.2.if_not_applicable", "absent", "sheets[0].groups[2].criteria[2].if_not_applicable",
     "cannot_be_absent"),
    ("sheets.0.groups.2.criteria.2.applies_when", "raining", "sheets[0].groups[2].criteria[2].applies_when",
     "unknown_word"),
    ("classes.1.at_least", "90", "classes[1].at_least", "class_overlap"),
    ("classes.1.below", "91", "classes[1].below", "class_overlap_below"),
    ("classes.1.below", "89", "classes[1].below", "class_gap"),
    ("classes.0.at_least", "101", "classes[0].at_least", "class_top"),
    ("classes.3.at_least", "1", "classes[3].at_least", "class_floor"),
    ("classes.0.class", "great", "classes[0].class", "unknown_word"),
    ("conditions.0.criteria", ["1.1", "9.9"], "conditions[0].criteria", "unknown_criterion"),
    ("conditions.0.criteria", [], "conditions[0].criteria", "condition_needs_criteria"),
    ("conditions.0.sheet", "TK-X", "conditions[0].sheet", "unknown_sheet"),
    ("conditions.2.at_most", "nothing", "conditions[2].at_most", "unknown_word"),
    ("year_rule.kind", "luck", "year_rule.kind", "unknown_word"),
    ("year_rule.classes.0.demands.0.ask", "luck", "year_rule.classes[0].demands[0].ask", "unknown_word"),
    ("year_rule.classes.0.demands.3.class", ..., "year_rule.classes[0].demands[3].class", "missing"),
    ("year_rule.classes.1.demands", [], "year_rule.classes[1].demands", "year_asks_nothing"),
    ("year_rule.classes.3.demands", [{"ask": "mean_at_least", "bound": "10"}], "year_rule.classes[3].demands",
     "year_last_asks"),
    ("sources.dates", "Z", "sources.dates", "unknown_word"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "value", "path", "key"), ONE_FAULT)
def test_each_fault_is_found_at_its_place(change, value, path, key):
    assert (path, key) in found((change, value))


def test_a_full_mark_changed_alone_breaks_the_sum_of_its_group_and_sheet():
    assert found((f"{G4}.criteria.3.full", "3")) == [
        ("sheets[0].groups[3].full", "sum_group"),
        ("sheets[0].groups[3].full", "sum_group"),
        ("sheets[0]", "sum_sheet"),
        ("sheets[0]", "sum_sheet"),
    ]


def test_a_shared_sitting_is_summed_on_its_own():
    assert found((f"{G4}.criteria.1.when_combined.full", "11")) == [
        ("sheets[0].groups[3].full", "sum_group"),
        ("sheets[0]", "sum_sheet"),
    ]


def test_classes_must_be_four_in_order():
    changed = mapping()
    changed["classes"] = [changed["classes"][place] for place in (1, 0, 3)]
    found_here = [fault.key for fault in faults_of(changed).items]

    assert {"class_missing", "class_order", "class_overlap"} <= set(found_here)


def test_all_faults_are_told_at_once():
    keys = [
        key
        for _path, key in found(
            ("code", ""), ("valid_until", "2020-01-01"), (f"{C11}.check", "x"), ("classes.1.below", "95")
        )
    ]

    assert keys == ["missing", "unknown_check", *["unknown_measure"] * 4, "class_overlap_below", "ends_before"]


def test_what_cannot_be_read_is_not_summed():
    assert found((f"{C11}.full", "năm")) == [("sheets[0].groups[0].criteria[0].full", "not_number")]


@pytest.mark.parametrize("name", ["hd42", "hd09-2019"])
def test_shipped_files_have_no_fault_and_read_the_same_from_their_canonical_text(name):
    shipped = mapping(name)

    again = document.load(document.canonical(shipped), name)

    assert parsing.parse(again, name) == parsing.parse(shipped, name)
    assert document.content_hash(again) == document.content_hash(shipped)


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("code: [", "not_yaml", "1"),
        ("code: a\ncode: b\n", "key_twice", "2"),
        ("a: &x 1\nb: *x\n", "alias", "2"),
        ("- a\n- b\n", "not_mapping", None),
        ("", "not_mapping", None),
        ("chỉ là chữ", "not_mapping", None),
        ("a: !!python/object:os.system x", "not_mapping", None),
        ("x" * 1_000_001, "too_long", None),
        ("[" * 5000, "not_yaml", "1"),
        ('a: x\ntitle: "a\\0b"', "not_yaml", "2"),  # a nought by its number: PostgreSQL keeps none
        ('title: "a\\uD800b"', "not_yaml", "1"),  # half a sign
        ('title: "a\\x1bb"', "not_yaml", "1"),
    ],
)
def test_a_text_that_is_no_mapping_is_refused(text, key, line):
    if key == "not_mapping" and text.startswith("a: "):
        assert document.load(text, "x") == {"a": "x"}  # tags are not obeyed
        return
    with pytest.raises(Faults) as caught:
        document.load(text, "thu.yaml")
    [fault] = caught.value.items
    assert (fault.key, dict(fault.params).get("line")) == (key, line)


def test_marks_may_be_written_with_a_comma_and_from_plain_numbers():
    changed = mapping()
    put(changed, "sheets.0.step", "0,5")
    put(changed, f"{C11}.full", 5)
    put(changed, "sheets.0.optional", False)

    assert parsing.parse(changed, "x").sheets[0].groups[0].criteria[0].full == 5


@pytest.mark.parametrize("kind", ["regular", "thematic"])
def test_where_a_criterion_is_excluded_the_sheet_still_sums_over_it(kind):
    changed = mapping()
    put(changed, f"{G4}.criteria.2.applies_when", "tasks_due")
    put(changed, f"{G4}.criteria.2.if_not_applicable", "exclude")
    put(changed, f"{G4}.criteria.1.full", "10")
    put(changed, f"{G4}.criteria.1.when_combined", ...)

    guidance = parsing.parse(changed, "x")

    assert guidance.sheets[0].full_total("regular") == 100
    assert at(changed, f"{G4}.criteria.2.applies_when") == "tasks_due"


class TestSentences:
    def test_a_sentence_names_file_place_fault_and_mend(self, app):
        changed = mapping()
        put(changed, f"{G4}.full", "41")
        first, _second = fault_words.sentences(faults_of(changed, "mau.yaml"))

        assert first == (
            "mau.yaml, mục sheets[0].groups[3].full: các tiêu chí của nhóm cộng lại được 40 điểm khi họp theo loại "
            "“sinh hoạt thường kỳ”, nhưng nhóm ghi 41. Hãy sửa điểm nhóm hoặc điểm tiêu chí."
        )

    @pytest.mark.parametrize(("change", "value"), [row[:2] for row in ONE_FAULT])
    def test_every_fault_has_its_sentence(self, app, change, value):
        changed = mapping()
        put(changed, change, value)

        for sentence in fault_words.sentences(faults_of(changed)):
            assert sentence.startswith("thu.yaml") and "%(" not in sentence

    def test_a_class_and_a_kind_are_said_by_their_words(self, app):
        assert "loại Kém" in fault_words.sentence(Fault("classes", "class_missing", (("quality", "poor"),)))
        assert "“họp chi ủy”" in fault_words.sentence(
            Fault("x", "sum_sheet", (("found", "1"), ("stated", "2"), ("kind", "committee")))
        )


@pytest.mark.parametrize(
    ("change", "value", "path", "key"),
    [
        (f"{C11}.when", {"minutes_short": "<= 0"}, "sheets[0].groups[0].criteria[0].when", "when_in_levels"),
        (f"{C49}.check", "agenda_done", None, None),
        (f"{C11}.levels.1.when", ..., "sheets[0].groups[0].criteria[0].levels[1]", "level_unreachable"),
    ],
)
def test_bounds_stand_where_they_are_read(change, value, path, key):
    changed = mapping()
    put(changed, change, value)
    if key is None:
        assert parsing.parse(changed, "x")
    else:
        assert [(fault.path, fault.key) for fault in faults_of(changed).items] == [(path, key)]


def test_bounds_of_parts_stand_at_the_parts():
    assert found((f"{C49}.check", "agenda_done"), (f"{C49}.when", {"items_done_percent": ">= 100"})) == [
        ("sheets[0].groups[3].criteria[8].when", "when_in_parts")
    ]


def test_a_yes_or_no_with_named_rungs_is_met_by_its_own_bounds():
    changed = mapping()
    rungs = [{"points": "2", "label": "có"}, {"points": "0", "label": "chưa"}]
    put(changed, "sheets.0.groups.2.criteria.4.levels", rungs)
    best, worst = parsing.parse(changed, "x").sheets[0].groups[2].criteria[4].levels

    assert [best.text, worst.text] == ["có", "chưa"]
    assert ([str(one.than) for one in best.when], worst.when) == (["notice_days"], ())
