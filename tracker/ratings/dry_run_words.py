"""The words of a dry run, the same on the page and in the command."""

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tracker.base.filters import number, percent
from tracker.guidance.rules import Guidance
from tracker.guidance.words import KIND, QUALITY, RECONSTRUCTED
from tracker.ratings.dry_run import Aside, CellRun, MeetingRun, Run
from tracker.ratings.dry_run_rules import Basis
from tracker.ratings.words import quality_word

__all__ = ["BASIS", "KIND", "QUALITY", "quality_word"]

BASIS = {
    Basis.RECORDS: _l("chấm theo sổ"),
    Basis.KEPT: _l("giữ điểm đã chấm"),
    Basis.SHARE: _l("ước theo tỷ lệ"),
    Basis.RULE: _l("không áp dụng, hướng dẫn cho điểm"),
}

ASSUMPTIONS = (
    _l("Điều sổ ghi được thì chấm lại theo sổ, bằng mức của bản đang thử."),
    _l(
        "Tiêu chí cùng mã, cùng lời, cùng điểm chuẩn mà sổ cho kết quả như nhau ở hai bản thì giữ điểm đã chấm, "
        "lấy điểm cấp trên công nhận nếu có."
    ),
    _l(
        "Điều phải nhận xét, hoặc sổ thiếu minh chứng, thì không chấm lại được: lấy tỷ lệ điểm mà kỳ đó đã đạt ở các "
        "tiêu chí không chấm theo sổ, làm tròn xuống bước hoặc mức của bản đang thử."
    ),
    _l("Đây là phép thử. Sổ không đổi: không phiếu, điểm hay xếp loại nào được ghi lại."),
)

ASIDE = {
    Aside.NO_SCORE: _l("chưa có phiếu được thông qua, không chấm lại"),
    Aside.NO_SHEET: _l("bản này không có phiếu cho loại kỳ này"),
}


def outcome(run: Run) -> str:
    """How many meetings were scored anew, and how many changed their class."""
    better = sum(count for (old, new), count in run.moves.items() if new > old)
    worse = sum(count for (old, new), count in run.moves.items() if new < old)
    return ngettext(
        "Chấm lại %(num)s kỳ: %(better)s kỳ lên mức, %(worse)s kỳ xuống mức, %(same)s kỳ giữ mức.",
        "Chấm lại %(num)s kỳ: %(better)s kỳ lên mức, %(worse)s kỳ xuống mức, %(same)s kỳ giữ mức.",
        len(run.rescored),
        better=better,
        worse=worse,
        same=len(run.rescored) - better - worse,
    )


def year_outcome(run: Run) -> str:
    return ngettext(
        "%(moved)s trong %(num)s chi bộ đổi xếp loại năm.",
        "%(moved)s trong %(num)s chi bộ đổi xếp loại năm.",
        len(run.cells),
        moved=sum(cell.is_moved for cell in run.cells),
    )


def rests(run: Run) -> str:
    """What the points of the sheets scored anew rest on."""
    return _(
        "Trong số điểm chuẩn của các phiếu chấm lại: %(records)s chấm theo sổ, %(kept)s giữ điểm đã chấm, "
        "%(share)s ước theo tỷ lệ, %(rule)s do hướng dẫn cho khi không áp dụng.",
        records=percent(run.bases[Basis.RECORDS]),
        kept=percent(run.bases[Basis.KEPT]),
        share=percent(run.bases[Basis.SHARE]),
        rule=percent(run.bases[Basis.RULE]),
    )


def untold(run: Run) -> str:
    return ngettext(
        "%(num)s lần sổ thiếu minh chứng nên phải ước hoặc giữ điểm cũ.",
        "%(num)s lần sổ thiếu minh chứng nên phải ước hoặc giữ điểm cũ.",
        run.untold,
    )


def asides(run: Run) -> list[str]:
    return [
        ngettext("%(num)s kỳ: %(why)s.", "%(num)s kỳ: %(why)s.", count, why=ASIDE[why])
        for why, count in sorted(run.aside.items())
    ]


def meeting_rests(one: MeetingRun) -> str:
    """theo sổ 52, giữ 30, ước 18"""
    bases = one.new.bases if one.new else {}
    return _(
        "%(records)s theo sổ, %(kept)s giữ nguyên, %(share)s ước",
        records=number(bases.get(Basis.RECORDS)),
        kept=number(bases.get(Basis.KEPT, Decimal(0)) + bases.get(Basis.RULE, Decimal(0))),
        share=number(bases.get(Basis.SHARE)),
    )


def lowered(one: MeetingRun) -> bool:
    """Its class would be lower than its points alone give."""
    verdict = one.new.tally.verdict if one.new else None
    return bool(verdict and verdict.lowered_by)


def head(guidance: Guidance, year: int) -> list[str]:
    """What the command says first: which version, and what a trial takes for granted."""
    stamp = [str(RECONSTRUCTED)] if guidance.is_reconstructed else []
    title = _("Chạy thử %(number)s trên năm %(year)s", number=guidance.number, year=year)
    return [title, *stamp, *(f"- {one}" for one in ASSUMPTIONS)]


def cell_lines(cell: CellRun) -> list[str]:
    line = _(
        "%(code)s %(name)s: năm %(old)s → %(new)s; trung bình %(before)s → %(after)s",
        code=cell.code,
        name=cell.name,
        old=quality_word(cell.old.quality),
        new=quality_word(cell.new.quality),
        before=number(cell.old.mean),
        after=number(cell.new.mean),
    )
    return ["", line, *(_meeting(one) for one in cell.meetings if one.line.is_held)]


def summary(run: Run) -> list[str]:
    return ["", outcome(run), year_outcome(run), rests(run), *([untold(run)] if run.untold else []), *asides(run)]


def _meeting(one: MeetingRun) -> str:
    kind = _("tháng %(month)s, %(kind)s", month=one.line.month, kind=KIND[one.line.kind])
    if one.new_score is None or one.old is None:
        return f"  {kind}: {ASIDE[one.aside]}" if one.aside else f"  {kind}: –"
    return "  " + _(
        "%(kind)s: %(old)s %(old_class)s → %(new)s %(new_class)s (%(rests)s)",
        kind=kind,
        old=number(one.old.total),
        old_class=QUALITY[one.old.quality],
        new=number(one.new_score.total),
        new_class=QUALITY[one.new_score.quality],
        rests=meeting_rests(one),
    )
