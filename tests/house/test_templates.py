"""Templates see the application's globals, and what one brings of its own stays its own."""

import pytest

from tracker.base.templates import Templates


@pytest.fixture
def templates(app):
    assert isinstance(app.jinja_env, Templates)
    return app.jinja_env


def test_what_is_added_later_is_seen_by_templates_made_before(templates):
    made = templates.from_string("{{ said_later }}")
    templates.globals["said_later"] = "có"
    assert made.render() == "có"
    del templates.globals["said_later"]
    assert made.render() == ""


def test_own_globals_lie_over_the_applications_and_reach_no_other(templates):
    assert templates.from_string("{{ own }}", globals={"own": "riêng"}).render() == "riêng"
    assert templates.from_string("{{ own }}").render() == ""
    assert "own" not in templates.globals


def test_a_template_cannot_change_what_all_see(templates):
    made = templates.from_string("")
    with pytest.raises(TypeError):
        made.globals["own"] = "riêng"
