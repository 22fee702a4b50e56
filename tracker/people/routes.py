"""The stage's pages, by what they are about."""

from tracker.people import account_routes, member_routes, office_routes, signing_routes
from tracker.people.blueprint import bp

__all__ = ["account_routes", "bp", "member_routes", "office_routes", "signing_routes"]
