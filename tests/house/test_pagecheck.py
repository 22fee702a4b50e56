"""The checker of pages refuses each thing it is there to refuse, and nothing else."""

import pytest
from html5lib.html5parser import ParseError

from tests.pagecheck import check_page

SOUND = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Điểm danh – Sổ sinh hoạt chi bộ</title>
<script src="/a.js"></script></head>
<body><h1>Điểm danh</h1>
<form method="post"><input type="hidden" name="csrf_token" value="t">
<p id="h">Gợi ý</p><label for="a">Tên</label><input id="a" name="a" aria-describedby="h"><button>Lưu</button></form>
<p><a href="#a">Lên trên</a></p>
</body></html>"""
ENGLISH = SOUND.replace('lang="vi"', 'lang="en"')
for vietnamese, english in {
    "Điểm danh": "Roll",
    "Sổ sinh hoạt chi bộ": "Cell meeting book",
    "Gợi ý": "Hint",
    "Tên": "Name",
    "Lưu": "Save",
    "Lên trên": "Up",
}.items():
    ENGLISH = ENGLISH.replace(vietnamese, english)


def with_body(extra, page=SOUND):
    return page.replace("</body>", f"{extra}</body>")


def test_a_sound_page_is_returned_parsed():
    assert check_page(SOUND).select_one("h1").text == "Điểm danh"
    assert check_page(ENGLISH, locale="en").select_one("h1").text == "Roll"


def test_the_title_of_a_page_with_errors_opens_with_the_word():
    assert check_page(SOUND.replace("<title>", "<title>Lỗi: "))


def test_broken_markup_is_refused():
    with pytest.raises(ParseError):
        check_page(with_body("<p><div></p></div>"))


@pytest.mark.parametrize(
    ("html", "objection"),
    [
        (SOUND.replace('lang="vi"', 'lang="en"'), "html lang"),
        (SOUND.replace("<h1>Điểm danh</h1>", "<p>x</p>"), "one h1"),
        (with_body("<h1>Điểm danh</h1>"), "one h1"),
        (SOUND.replace("<title>Điểm danh", "<title>Biên bản"), "does not open"),
        (with_body('<p id="h">x</p>'), "more than once"),
        (SOUND.replace('aria-describedby="h"', 'aria-describedby="h k"'), "leads nowhere"),
        (with_body('<label for="zz">x</label>'), "leads nowhere"),
        (with_body('<a href="#zz">x</a>'), "leads nowhere"),
        (with_body('<section aria-labelledby="zz">x</section>'), "leads nowhere"),
        (SOUND.replace('for="a"', 'for="h"'), "no label"),
        (with_body("<select><option>1</option></select>"), "no label"),
        (with_body("<fieldset><p>x</p></fieldset>"), "without a legend"),
        (SOUND.replace('name="csrf_token"', 'name="other"'), "CSRF"),
        (SOUND.replace('value="t"', 'value=""'), "CSRF"),
        (with_body("<button></button>"), "no name"),
        (with_body('<a href="/"><img src="/a.png" alt=""></a>'), "no name"),
        (with_body('<img src="/a.png">'), "without alt"),
        (with_body('<p style="color:red">x</p>'), "inline style"),
        (with_body('<p onclick="x()">x</p>'), "inline handler"),
        (with_body('<a href="javascript:x()">x</a>'), "script in an address"),
        (with_body("<script>x()</script>"), "inline script"),
        (with_body("<p>Not a valid choice.</p>"), "English"),
        (with_body('<a href="/" title="Next page">Sau</a>'), "English"),
        (with_body('<p lang="vi">Save</p>'), "English"),
        (with_body('<input aria-label="Search">'), "English"),
        (SOUND.replace("Sổ sinh hoạt chi bộ", "Meeting book"), "English"),
        (with_body("<p>Họp lúc None</p>"), "unfinished"),
        (with_body("<p>Có %(count)s việc</p>"), "unfinished"),
    ],
)
def test_each_fault_is_refused(html, objection):
    with pytest.raises(AssertionError, match=objection):
        check_page(html)


@pytest.mark.parametrize("extra", ["<p>Điểm danh</p>", '<p aria-label="Kỳ họp">x</p>', '<div lang="en"><p>đ</p></div>'])
def test_vietnamese_on_an_english_page_is_refused(extra):
    with pytest.raises(AssertionError, match="Vietnamese"):
        check_page(with_body(extra, ENGLISH), locale="en")


@pytest.mark.parametrize(
    "extra",
    [
        '<button lang="vi">Tiếng Việt</button>',
        '<p><span class="user-text" lang="vi">Vi Văn Tuyển</span> speaks</p>',
        "<p>Enter a mark for “Thời gian”.</p>",
        '<label for="t">Text</label><textarea id="t">Ý kiến</textarea>',
    ],
)
def test_peoples_words_stand_as_written_on_an_english_page(extra):
    assert check_page(with_body(extra, ENGLISH), locale="en")


@pytest.mark.parametrize(
    "extra",
    ['<button lang="en">English page</button>', '<p class="user-text">the minutes.pdf</p>', "<p>Tệp “meeting.pdf”</p>"],
)
def test_peoples_words_stand_as_written_on_a_vietnamese_page(extra):
    assert check_page(with_body(extra))


def test_a_name_may_stand_in_the_title_when_the_heading_marks_it():
    page = ENGLISH.replace("<title>Roll", "<title>Chi bộ thôn Suối Bạc").replace(
        "<h1>Roll</h1>", '<h1><span class="user-text" lang="vi">Chi bộ thôn Suối Bạc</span></h1>'
    )

    assert check_page(page, locale="en")
