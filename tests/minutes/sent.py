"""What a browser would send for minutes, and what stands after it."""

from tracker.extensions import db
from tracker.minutes import service


def url(meeting, rest=""):
    return f"/meetings/{meeting.id}/minutes{rest}"


def items_of(meeting):
    return service.agendas.items(meeting)


def whole(meeting, **changes):
    """What a browser would send for minutes that want nothing."""
    sent = {"opening": "Tuyên bố lý do.", "praise": "Biểu dương tổ 3.", "criticism": "", "closing": "Cảm ơn."}
    for item in items_of(meeting):
        sent |= {f"discussion_{item.id}": "Bàn kỹ.", f"conclusion_{item.id}": "Nhất trí.", f"done_{item.id}": "yes"}
    return sent | {"version": ""} | changes


def stored(meeting):
    db.session.expire_all()
    return service.of_meeting(meeting)


def keep_version(meeting, **changes):
    return whole(meeting, version=stored(meeting).version, **changes)
