"""Kinds of agenda items, and how long ahead content was sent. Plain Python."""

from enum import StrEnum


class ItemKind(StrEnum):
    RESULTS = "results"
    NEWS = "news"
    STORY = "story"
    THEME = "theme"
    DISCUSSION = "discussion"
    TASKS = "tasks"
    CRITICISM = "criticism"
    SUPERIOR = "superior"
    CONCLUSION = "conclusion"
    SCORING = "scoring"
    OTHER = "other"


class DocumentKind(StrEnum):
    REFERENCE = "reference"
    DRAFT_RESOLUTION = "draft_resolution"
    PAPER = "paper"
