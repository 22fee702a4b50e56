"""The words for duties, and the sentences for what cannot be done with them."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind, DutyState

KIND = {
    DutyKind.STORY: _l("Câu chuyện về Bác"),
    DutyKind.THEMATIC_PAPER: lazy_pgettext("bài viết", "Chuyên đề"),
    DutyKind.TASK: _l("Nhiệm vụ"),
}
STATE = {
    DutyState.OPEN: _l("Đang làm"),
    DutyState.DONE: _l("Đã hoàn thành"),
    DutyState.NOT_DONE: _l("Chưa hoàn thành"),
    DutyState.DROPPED: lazy_pgettext("tình trạng", "Không làm nữa"),
}
TOLD = {
    DutyState.OPEN: _l("Chưa đến lượt"),
    DutyState.DONE: _l("Đã trình bày"),
    DutyState.NOT_DONE: _l("Chưa trình bày"),
    DutyState.DROPPED: lazy_pgettext("tình trạng", "Không làm nữa"),
}
TONE = {DutyState.OPEN: "", DutyState.DONE: "done", DutyState.NOT_DONE: "attention", DutyState.DROPPED: ""}

# What is stored when nothing was typed is the cell's own record, as if typed: it is not translated.
DONE_RESULT = "Đã hoàn thành"
GIVEN_RESULT = "Đã trình bày tại kỳ họp"


def state_of(duty: Duty) -> str:
    return str(STATE[duty.state] if duty.kind is DutyKind.TASK else TOLD[duty.state])


def wrong_state(duty: Duty) -> str:
    if duty.state is DutyState.OPEN:
        return _("Việc này chưa có kết quả nên không cần mở lại.")
    return _("Việc này đã ghi kết quả. Muốn sửa, hãy mở lại việc rồi ghi lại.")
