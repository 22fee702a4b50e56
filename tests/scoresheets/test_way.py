import pytest

from tests import factories as make
from tracker.scoresheets.rules import SheetState


@pytest.mark.parametrize(
    ("until", "state"),
    [
        ("start", SheetState.DRAFT),
        ("mark", SheetState.DRAFT),
        ("agree", SheetState.AGREED),
        ("submit", SheetState.SUBMITTED),
        ("open", SheetState.UNDER_REVIEW),
        ("return", SheetState.RETURNED),
        ("recognise", SheetState.RECOGNISED),
        ("explain", SheetState.RECOGNISED),
        ("uphold", SheetState.LOCKED),
    ],
)
def test_each_act_leads_to_its_state(app, until, state):
    assert make.scoresheet(until=until).state is state
