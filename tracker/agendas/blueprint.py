"""The blueprint that the routes of this stage share."""

from flask import Blueprint

bp = Blueprint("agendas", __name__)
