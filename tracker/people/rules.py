"""Pace of sign-in and length of passwords. Plain Python."""

from datetime import timedelta

LEAST_PASSWORD = 10
WINDOW = timedelta(minutes=15)
MOST_BY_NAME = 5
MOST_BY_ADDRESS = 30
SHORT_SESSION = timedelta(hours=12)
LONG_SESSION = timedelta(days=30)
