"""The words of a year's rating: states, reasons, and each demand of a rule as a sentence."""

from flask_babel import lazy_gettext as _l

from tracker.ratings.rules import YEAR, Provisional, Unrated, YearState

STATE = {
    YearState.OPEN: _l("chưa đề nghị"),
    YearState.PROPOSED: _l("chi bộ đã đề nghị"),
    YearState.RECOGNISED: _l("cấp trên đã công nhận"),
    YearState.CLOSED: _l("đã chốt"),
}

WHY_UNRATED = {
    Unrated.NO_MEETING: _l("Chưa đủ để xếp loại: chưa ghi kỳ sinh hoạt thường kỳ nào đã họp trong năm."),
    Unrated.NO_SCORE: _l("Chưa đủ để xếp loại: chưa có kỳ sinh hoạt thường kỳ nào được chi bộ thống nhất điểm."),
    Unrated.NO_RULE: _l("Chưa đủ để xếp loại: chưa có hướng dẫn nào có hiệu lực trong năm."),
}

WHY_PROVISIONAL = {
    Provisional.YEAR_NOT_OVER: _l("năm chưa kết thúc"),
    Provisional.NOT_ALL_RECOGNISED: _l("còn điểm chi bộ tự chấm chưa được công nhận"),
    Provisional.NOT_ALL_SCORED: _l("còn kỳ đã họp chưa có điểm"),
}

_OF_STATE = {
    YearState.OPEN: _l("Năm này chưa có đề nghị của chi bộ. Hãy để chi bộ đề nghị trước."),
    YearState.PROPOSED: _l("Chi bộ đã đề nghị, cấp trên chưa công nhận. Hãy công nhận trước."),
    YearState.RECOGNISED: _l("Cấp trên đã công nhận năm này. Muốn làm lại, cấp trên phải mở lại năm trước."),
    YearState.CLOSED: _l("Năm này đã chốt. Muốn sửa, cấp trên phải mở lại năm trước."),
}

REFUSED = {
    (act, state): _OF_STATE[state] for act, row in YEAR.rows.items() for state in YearState if state not in row.sources
}
"""What to say where an act does not start from the state the year is in."""
