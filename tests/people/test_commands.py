import pytest

from tests import factories as make
from tracker.base import clock
from tracker.organisations import service as organisations
from tracker.people.commands import create_admin
from tracker.people.sessions import authenticate

ANSWERS = "quan.tri\nVi Thị Thử\ncon trâu đi trước\ncon trâu đi trước\n"


def run(app, *options, answers=ANSWERS):
    return app.test_cli_runner().invoke(create_admin, options, input=answers)


def test_the_first_administrator_by_command(app):
    result = run(app, "--organisation", "xa-1", "--organisation-name", "Đảng ủy xã Thử")

    assert result.exit_code == 0, result.output
    assert "quan.tri: Đảng ủy xã Thử (XA-1)" in result.output
    assert "con trâu" not in result.output
    assert authenticate("quan.tri", "con trâu đi trước", "", clock.now()).person.full_name == "Vi Thị Thử"


@pytest.mark.parametrize(
    ("options", "answers", "sentence"),
    [
        (("--organisation", "LA-9"), ANSWERS, "Không có tổ chức nào mang mã “LA-9”"),
        (("--organisation", "XA-1"), ANSWERS.replace("con trâu đi trước", "ngan"), "ít nhất 10"),
        (("--organisation", "XA-1"), ANSWERS.replace("quan.tri", "?"), "từ 3 đến 60"),
        ((), ANSWERS, "--organisation"),
    ],
)
def test_bad_input_is_a_sentence_and_leaves_nothing(app, options, answers, sentence):
    make.committee(code="XA-1")

    result = run(app, *options, answers=answers)

    assert result.exit_code != 0
    assert sentence in result.output
    assert organisations.find("LA-9") is None
