"""What the script adds for those who have it: a running total, live counts, words kept, one press."""

import json

import pytest
from flask import render_template_string
from playwright.sync_api import expect

from tracker.base.forms import Number, Paragraph, TrackerForm
from tracker.headers import POLICY

pytestmark = pytest.mark.journey

CLASSES = json.dumps(
    [{"key": "good", "label": "Tốt", "floor": "6"}, {"key": "fair", "label": "Khá", "floor": "3"}], ensure_ascii=False
)
SHEET = """{% extends "layout/base.html" %}
{% from "macros/forms.html" import bar_button, form_page, mark_input, segmented, textarea_row %}
{% from "macros/page.html" import action_bar, copy_box, grade %}
{% block title %}Phiếu{% endblock %}
{% block content %}<h1>Phiếu</h1>
{% call form_page(form, id="sheet", keep="sheet-7", facts={"data-score": "", "data-classes": classes}) %}
{{ segmented(form.level, [(4, "4", ""), (3, "3", "")], suggested=3,
             facts={"data-criterion": "1", "data-group": "I", "data-cap": "fair", "data-full": "4"}) }}
{{ mark_input(form.mark, 4, facts={"data-criterion": "2", "data-group": "I"}) }}
{{ textarea_row(form.text) }}
<p>Nhóm I: <b data-group-sum="I">–</b></p>
{% endcall %}{% endblock %}
{% block bar %}{% call action_bar("Tổng điểm", says="") %}
<b data-score-total>–</b> <span class="grade" data-score-grade>chưa xếp loại</span>
<span data-score-unfinished>Còn <b data-score-left>–</b> tiêu chí</span>
{{ bar_button("sheet", "Lưu nháp") }}{% endcall %}{% endblock %}"""
ROLL = """{% extends "layout/base.html" %}
{% from "macros/forms.html" import form_page, roll_line %}
{% block title %}Điểm danh{% endblock %}
{% block content %}<h1>Điểm danh</h1>
{% call form_page(form, "Lưu điểm danh", facts={"data-roll": ""}) %}<ol class="roll">
{% for name in names %}{{ roll_line(loop.index, loop.index, name, reasons=reasons, counted=not loop.last) }}{% endfor %}
</ol>{% endcall %}
<p id="told"><b data-roll-count="here">–</b>/<b data-roll-count="obliged">–</b>, <b data-roll-count="percent">–</b>,
muộn <b data-roll-count="late">–</b>, chưa rõ <b data-roll-count="undecided">–</b></p>{% endblock %}"""
COUNT_SENDINGS = """() => {
  window.sendings = 0;
  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) window.sendings += 1;
    event.preventDefault();
  });
}"""
REASONS = [("late", "Đến muộn", "late"), ("ill", "Ốm", "excused"), ("none", "Không lý do", "unexcused")]


class SheetForm(TrackerForm):
    level = Number("Mức")
    mark = Number("Điểm")
    text = Paragraph("Ưu điểm")


@pytest.fixture
def show(app, readers):
    """Serve a sample page of the book at /sample, under the book's own content policy."""

    def open_sample(template, **given):
        reader = readers()
        with app.test_request_context("/sample"):
            html = render_template_string(template, form=SheetForm(), classes=CLASSES, reasons=REASONS, **given)

        def answer(route):
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})

        reader.page.route("**/sample", answer)
        reader.open("/sample")
        return reader.page

    return open_sample


def test_the_total_and_the_class_follow_what_is_marked(show):
    page = show(SHEET)
    bar = page.get_by_role("region", name="Tổng điểm")
    expect(bar).to_contain_text("chưa xếp loại")
    expect(bar).to_contain_text("Còn 2 tiêu chí")

    page.get_by_role("radio", name="4").check()
    page.get_by_label("Điểm", exact=True).fill("2,5")

    expect(bar).to_contain_text("6,5")
    expect(bar.get_by_text("Tốt")).to_have_class("grade grade--large is-good")
    expect(page.get_by_text("Nhóm I: 6,5")).to_be_visible()
    expect(bar.get_by_text("tiêu chí")).to_be_hidden()


def test_a_named_criterion_short_of_its_mark_holds_the_class_down(show):
    page = show(SHEET)

    page.get_by_role("radio", name="3").check()
    page.get_by_label("Điểm", exact=True).fill("4")

    expect(page.get_by_role("region", name="Tổng điểm")).to_contain_text("Khá")


def test_a_class_lost_again_is_said_to_be_missing(show):
    page = show(SHEET)
    page.get_by_role("radio", name="4").check()
    page.get_by_label("Điểm", exact=True).fill("2,5")

    page.get_by_label("Điểm", exact=True).fill("hai")

    expect(page.get_by_role("region", name="Tổng điểm")).to_contain_text("chưa xếp loại")


def test_words_typed_and_not_stored_are_offered_again(show):
    page = show(SHEET)
    page.get_by_label("Ưu điểm").fill("Tài liệu gửi sớm")

    page.reload()
    page.get_by_role("button", name="Lấy lại").click()

    expect(page.get_by_label("Ưu điểm")).to_have_value("Tài liệu gửi sớm")


def test_a_second_press_sends_nothing(show):
    page = show(SHEET)
    page.evaluate(COUNT_SENDINGS)

    page.get_by_role("button", name="Lưu nháp").dblclick()

    assert page.evaluate("window.sendings") == 1


def test_the_roll_counts_as_it_is_taken(show):
    page = show(ROLL, names=["Vi Văn Thử", "Nông Thị Mẫu", "Lò Văn Ví", "Bế Thị Dụ", "Khách"])
    told = page.locator("#told")
    expect(told).to_contain_text("4/4, 100 %")

    page.get_by_role("checkbox", name="Vi Văn Thử").check()
    expect(told).to_contain_text("3/4, 75 %, muộn 0, chưa rõ 1")

    page.get_by_role("group", name="Vi Văn Thử").get_by_label("Đến muộn").check()
    expect(told).to_contain_text("4/4, 100 %, muộn 1, chưa rõ 0")

    page.get_by_role("checkbox", name="Khách").check()
    expect(told).to_contain_text("4/4")
