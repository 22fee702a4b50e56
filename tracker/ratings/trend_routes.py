"""Where the year's points went, and how the cell went over the years. The last module of the stage's routes."""

from flask import render_template
from flask_login import current_user

from tracker.base import clock
from tracker.guidance import words as guidance_words
from tracker.organisations import service as organisations
from tracker.permissions import Action, allows, guard
from tracker.ratings import losses as losing
from tracker.ratings import losses_words, trends_words
from tracker.ratings import service as ratings
from tracker.ratings import trends as over_years
from tracker.ratings import words as year_words
from tracker.ratings.routes import YEAR_OF_CELL, bp


@bp.route(f"{YEAR_OF_CELL}/losses")
@guard(Action.READ_RATING, cell_id=ratings.get, beside="year")
def losses(cell_year):
    inside = allows(current_user.actor, Action.READ_DRAFT_SCORESHEET, cell_year)
    return render_template(
        "ratings/losses.html",
        cell_year=cell_year,
        sheets=losing.of_year(cell_year, inside),
        words=losses_words,
        guidance_words=guidance_words,
    )


@bp.route("/cells/<int:cell_id>/trends")
@guard(Action.READ_RATING, cell_id=organisations.get_cell)
def trends(cell):
    return render_template(
        "ratings/trends.html",
        cell=cell,
        trend=over_years.of_cell(cell, clock.day_of(clock.now()).year),
        words=trends_words,
        year_words=year_words,
    )
