"""Each doubt about a year as a sentence."""

from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.guidance.kinds import QualityClass
from tracker.ratings.exceptions import Doubt, Found
from tracker.ratings.words import months_in_words, quality_word, quarters_in_words


def sentence(found: Found, year: int, computed: QualityClass | None, proposed: QualityClass | None) -> str:
    if found.doubt is Doubt.OTHER_CLASS:
        return _(
            "Đề nghị %(proposed)s, sổ tính %(computed)s.",
            proposed=quality_word(proposed),
            computed=quality_word(computed),
        )
    if found.doubt is Doubt.MONTHS_MISSING:
        return months_in_words(list(found.numbers), year) + "."
    if found.doubt is Doubt.THEMES_MISSING:
        return quarters_in_words(list(found.numbers), year) + "."
    return _counted(found) if found.count else _plain(found.doubt)


def _plain(doubt: Doubt) -> str:
    return {
        Doubt.NOT_PROPOSED: _("Chi bộ chưa đề nghị."),
        Doubt.NO_CLASS: _("Sổ chưa đủ để xếp loại."),
        Doubt.IN_STEAD: _("Cấp trên lập đề nghị thay chi bộ."),
        Doubt.REOPENED: _("Năm đã được mở lại sau khi công nhận."),
        Doubt.NOT_OVER: _("Năm chưa kết thúc, mức này là tạm tính."),
    }[doubt]


def _counted(found: Found) -> str:
    count = found.count
    return {
        Doubt.NOT_SCORED: ngettext(
            "%(num)s kỳ đã họp mà chưa có điểm được thông qua.",
            "%(num)s kỳ đã họp mà chưa có điểm được thông qua.",
            count,
        ),
        Doubt.NOT_RECOGNISED: ngettext(
            "%(num)s kỳ có điểm tự chấm chưa được công nhận.",
            "%(num)s kỳ có điểm tự chấm chưa được công nhận.",
            count,
        ),
        Doubt.SIGNALS: ngettext(
            "%(num)s câu hỏi của cấp trên chưa khép lại.", "%(num)s câu hỏi của cấp trên chưa khép lại.", count
        ),
    }[found.doubt]
