"""The macros that draw fields and pieces: everything escaped, labelled, described, and each id once."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from flask import get_template_attribute
from wtforms import BooleanField, FileField, PasswordField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from tests.pagecheck import check_page
from tracker.base.forms import Clock, Day, Line, Number, Paragraph, TrackerForm, required

FRAME = '<!doctype html><html lang="vi"><head><title>Tờ – Sổ</title></head><body><h1>Tờ</h1>{}</body></html>'
PEOPLE = [SelectChoice("", "Chọn"), SelectChoice("1", "Vi Văn Tuyển")]
KINDS = [SelectChoice("a", "Thường kỳ"), SelectChoice("b", "Chuyên đề")]


class SampleForm(TrackerForm):
    title = Line("Tên nội dung", [required("Hãy ghi tên nội dung.")], description="Ngắn, rõ việc")
    day = Day("Ngày họp", [Optional()])
    at = Clock("Giờ họp", [Optional()])
    text = Paragraph("Ý kiến")
    mark = Number("Điểm")
    level = Number("Mức")
    who = SelectField("Người trình bày", choices=PEOPLE, validate_choice=False)
    kind = RadioField("Loại", choices=KINDS, validate_choice=False)
    stay = BooleanField("Giữ đăng nhập")
    secret = PasswordField("Mật khẩu")
    file = FileField("Tài liệu")


@pytest.fixture
def sent(app):
    """Build the form from what was sent; each macro is then drawn within the same request."""
    contexts = []

    def build(**data):
        context = app.test_request_context("/", method="POST" if data else "GET", data=data)
        context.push()
        contexts.append(context)
        return SampleForm(meta={"csrf": False})

    yield build
    for context in reversed(contexts):
        context.pop()


def draw(name, *args, within="forms", **kwargs):
    macro = get_template_attribute(f"macros/{within}.html", name)
    return check_page(FRAME.format(macro(*args, **kwargs)))


def test_a_row_is_labelled_hinted_and_says_what_is_wrong(sent):
    form = sent(title=" ")
    form.validate()
    row = draw("field_row", form.title)

    field = row.select_one("input")
    assert row.select_one("label")["for"] == field["id"] == "title"
    assert row.select_one("#title-error").text == "Hãy ghi tên nội dung."
    assert field["aria-describedby"] == "title-hint title-error"
    assert field["aria-invalid"] == "true"


@pytest.mark.parametrize("name", ["title", "text"])
def test_what_was_typed_cannot_become_markup(sent, name):
    form = sent(**{name: '"><script>x()</script></textarea>'})
    row = draw("textarea_row" if name == "text" else "field_row", form[name])

    assert not row.select("script")
    held = row.select_one("textarea").text if name == "text" else row.select_one("input")["value"]
    assert held.strip() == '"><script>x()</script></textarea>'


def test_what_was_typed_stays_though_it_is_no_number(sent):
    form = sent(mark="chín")
    form.validate()

    assert draw("mark_input", form.mark, "10").select_one("input")["value"] == "chín"


def test_a_mark_stands_as_people_write_it(sent):
    form = sent()
    form.mark.data = Decimal("9.50")

    assert draw("mark_input", form.mark, "10").select_one("input")["value"] == "9,5"


def test_a_mark_not_given_is_blank(sent):
    assert draw("mark_input", sent().mark, "10").select_one("input")["value"] == ""


@pytest.mark.parametrize(
    ("name", "kind"), [("title", "text"), ("day", "date"), ("at", "time"), ("secret", "password"), ("mark", "text")]
)
def test_the_kind_of_input_follows_the_field(sent, name, kind):
    assert draw("field_row", sent()[name]).select_one("input")["type"] == kind


def test_a_password_is_never_written_back(sent):
    assert "value" not in draw("field_row", sent(secret="hunter")["secret"]).select_one("input").attrs


def test_a_field_that_may_stay_empty_says_so(sent):
    assert "(không bắt buộc)" in draw("field_row", sent().day).select_one("label").text
    assert "(không bắt buộc)" not in draw("field_row", sent().title).select_one("label").text


def test_names_among_choices_are_marked_as_such(sent):
    options = draw("select_row", sent(who="1").who, said=True).select("option")

    assert [option.get("lang") for option in options] == [None, "vi"]
    assert [option.has_attr("selected") for option in options] == [False, True]


@pytest.mark.parametrize("macro", ["choice", "choice_chips"])
def test_the_error_summary_can_lead_to_the_first_of_a_group(sent, macro):
    group = draw(macro, sent(kind="b").kind)

    assert group.select_one("fieldset > legend").text.strip() == "Loại"
    assert [radio["id"] for radio in group.select("input")] == ["kind", "kind-1"]
    assert group.select_one("input[checked]")["value"] == "b"


def test_levels_show_the_suggestion_whatever_is_chosen(sent):
    form = sent()
    form.level.data = Decimal("4.00")
    options = [(4, "4", "≥ 90 %"), (3, "3", "≥ 75 %"), (2, "2", "còn lại")]
    drawn = draw("segmented", form.level, options, suggested=Decimal(3), facts={"data-criterion": "2.1"})

    assert drawn.select_one("input[checked]")["value"] == "4"
    assert drawn.select_one(".is-suggested b").text == "3"
    assert len(drawn.select("[data-criterion='2.1']")) == 3


def test_a_form_never_filled_chooses_no_level(sent):
    assert not draw("segmented", sent().level, [(1, "1", "Đạt"), (0, "0", "Không")]).select("input[checked]")


def test_a_level_of_nought_is_a_choice(sent):
    form = sent()
    form.level.data = Decimal(0)

    assert draw("segmented", form.level, [(1, "1", ""), (0, "0", "")]).select_one("input[checked]")["value"] == "0"


def test_prefixes_let_a_form_stand_twice(sent):
    form = sent()
    row = get_template_attribute("macros/forms.html", "field_row")

    check_page(FRAME.format(row(form.title, prefix="a-") + row(form.title, prefix="b-")))


def test_a_form_with_a_file_is_sent_in_parts_and_carries_its_keys(sent):
    form = draw("form_page", sent(), "Lưu").select_one("form")

    assert form["enctype"] == "multipart/form-data"
    assert {field["name"] for field in form.select("input[type=hidden]")} == {"csrf_token", "once", "version"}
    assert form.select_one("input[name=once]")["value"]


def test_the_summary_of_errors_lists_all_with_ways_to_them(sent):
    form = sent(title="", mark="chín")
    form.validate()
    form.refuse("Chưa đủ người biểu quyết.")
    html = get_template_attribute("macros/forms.html", "error_summary")(form)
    summary = BeautifulSoup(html, "html.parser")

    assert [item.text for item in summary.select("li")] == [
        "Chưa đủ người biểu quyết.",
        "Hãy ghi tên nội dung.",
        "Hãy ghi “Điểm” bằng số.",
    ]
    assert [link["href"] for link in summary.select("a")] == ["#title", "#mark"]


def test_a_line_of_the_roll_wants_a_reason_for_absence(sent):
    sent()
    reasons = [("late", "Đến muộn", "late"), ("other", "Lý do khác", "other")]
    line = draw("roll_line", 1, 7, "Lò <b>Thị</b> Ín", "bí thư", absent=True, reasons=reasons).select_one("li")

    assert line.select_one("[name=absent]").has_attr("checked")
    assert not line.select("[name=reason-7][checked]")
    assert line.select_one(".roll__name .user-text").text == "Lò <b>Thị</b> Ín"


@pytest.mark.parametrize(
    ("quality", "css", "word"),
    [("good", "is-good", "Tốt"), ("average", "is-average", "Trung bình"), (None, "is-none", "chưa xếp loại")],
)
def test_a_class_has_a_word(sent, quality, css, word):
    sent()
    badge = draw("grade", quality, within="page").select_one(".grade")

    assert css in badge["class"]
    assert badge.text.strip() == word


def test_a_conflict_shows_both_texts_whole(sent):
    sent()
    page = draw("conflict", [("Kết luận", "Giao <Tuyển>", "Giao Mến")], "Lý Thị Sao", "14:05", within="page")

    assert [text.text for text in page.select(".two-texts .user-text")] == ["Giao <Tuyển>", "Giao Mến"]
