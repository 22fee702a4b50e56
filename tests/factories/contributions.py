from datetime import timedelta

from tests.factories.people import member
from tracker.contributions.models import Contribution
from tracker.contributions.rules import ContributionKind, Fate, Phase
from tracker.extensions import db


def contribution(
    meeting,
    person=None,
    text="Đề nghị làm đường trước mùa mưa.",
    phase=Phase.BEFORE,
    fate=None,
    kind=ContributionKind.REMARK,
    **columns,
):
    """Somebody's remark, typed by themselves two days before the meeting unless said otherwise."""
    person = person or member(meeting.cell)
    row = Contribution(
        meeting=meeting,
        person=person,
        text=text,
        kind=kind,
        phase=phase,
        fate=fate or (Fate.RAISED if phase is Phase.SPOKEN else Fate.WAITING),
        **{"entered_by": person, "at": meeting.planned_at - timedelta(days=2)} | columns,
    )
    db.session.add(row)
    db.session.commit()
    return row
