"""What standings and offices are called on a page."""

from flask_babel import lazy_gettext as _l

from tracker.people.models import Rank
from tracker.permissions import Office

RANKS = {
    Rank.OFFICIAL: _l("đảng viên chính thức"),
    Rank.PROBATIONARY: _l("đảng viên dự bị"),
    Rank.EXEMPT: _l("đảng viên miễn sinh hoạt"),
}
OFFICES = {
    Office.SECRETARY: _l("bí thư"),
    Office.DEPUTY: _l("phó bí thư"),
    Office.COMMITTEE_MEMBER: _l("chi ủy viên"),
    Office.MINUTE_TAKER: _l("thư ký"),
    Office.REVIEWER: _l("người thẩm định"),
    Office.ADMINISTRATOR: _l("người quản trị"),
    Office.OBSERVER: _l("quan sát viên"),
    Office.DELEGATE: _l("cấp ủy viên theo dõi chi bộ"),
}
