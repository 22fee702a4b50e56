"""Texts follow the language in force: the reader's, the one forced for a while, Vietnamese where nobody reads."""

import pytest
from flask import session
from flask_babel import force_locale, gettext, lazy_gettext, ngettext, pgettext, refresh

from tracker.language import TEXTS


def drawn(app, text="{{ _('Đăng nhập') }}", **values):
    return app.jinja_env.from_string(text).render(values)


@pytest.fixture
def english(app):
    with app.app_context(), app.test_request_context("/"):
        session["language"] = "en"
        yield


def test_two_readers_one_after_the_other(app):
    for language, word in (("vi", "Đăng nhập"), ("en", "Sign in"), ("vi", "Đăng nhập")):
        with app.app_context(), app.test_request_context("/"):
            session["language"] = language
            assert (gettext("Đăng nhập"), drawn(app)) == (word, word)


def test_a_language_forced_for_a_while(app, english):
    assert drawn(app) == "Sign in"
    with force_locale("vi"):
        assert (gettext("Đăng nhập"), drawn(app)) == ("Đăng nhập", "Đăng nhập")
        with force_locale("en"):
            assert drawn(app) == "Sign in"
        assert drawn(app) == "Đăng nhập"
    assert (gettext("Đăng nhập"), drawn(app)) == ("Sign in", "Sign in")


def test_a_language_forced_before_any_text_was_asked_for(app, english):
    with force_locale("vi"):
        assert drawn(app) == "Đăng nhập"
    assert drawn(app) == "Sign in"


def test_a_reader_who_changes_language_in_the_midst_of_a_request(app, english):
    assert drawn(app) == "Sign in"
    session["language"] = "vi"
    refresh()

    assert drawn(app) == "Đăng nhập"


def test_a_command_speaks_vietnamese(app):
    assert (gettext("Đăng nhập"), drawn(app)) == ("Đăng nhập", "Đăng nhập")


def test_a_text_of_a_table_is_said_when_it_is_read(app, english):
    word = lazy_gettext("Đăng nhập")

    assert str(word) == "Sign in"
    with force_locale("vi"):
        assert str(word) == "Đăng nhập"


def test_texts_outside_every_app_are_the_words_themselves():
    assert TEXTS.gettext("Đăng nhập") == "Đăng nhập"


def test_values_in_a_text_are_escaped_and_its_signs_kept(app, english):
    assert drawn(app, "{{ _('%(who)s 5%%', who=name) }}", name="<b>") == "&lt;b&gt; 5%"
    assert drawn(app, "{{ _('5%%') }}") == "5%"
    assert drawn(app, "{{ _('<b>') }}") == "<b>"


def test_counts_and_contexts(app, english):
    assert drawn(app, "{{ ngettext('%(num)s phút', '%(num)s phút', 2) }}") == ngettext(
        "%(num)s phút", "%(num)s phút", 2
    )
    assert drawn(app, "{{ pgettext('trang', 'Nhiệm vụ') }}") == pgettext("trang", "Nhiệm vụ")


def test_numbers_follow_the_language_in_force(app, english):
    assert drawn(app, "{{ 93.5|number }}") == "93.5"
    with force_locale("vi"):
        assert drawn(app, "{{ 93.5|number }}") == "93,5"
    assert drawn(app, "{{ 93.5|number }}") == "93.5"


def test_a_number_asked_for_before_any_text_and_outside_every_app(app):
    with app.app_context():
        assert drawn(app, "{{ 93.5|number }}") == "93,5"
    with app.app_context(), app.test_request_context("/"):
        session["language"] = "en"
        assert drawn(app, "{{ 93.5|number }}") == "93.5"
