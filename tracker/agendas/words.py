"""How items, documents, lead times and changes are called on the page."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import force_locale, lazy_pgettext, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.agendas.models import Channel
from tracker.agendas.rules import DocumentKind, ItemKind, Lead
from tracker.base import filters
from tracker.meetings.models import Meeting
from tracker.meetings.words import title_of

ITEM_KIND = {
    ItemKind.RESULTS: _l("Kiểm điểm nghị quyết kỳ trước"),
    ItemKind.NEWS: _l("Thời sự, văn bản mới"),
    ItemKind.STORY: _l("Câu chuyện về Bác"),
    ItemKind.THEME: _l("Chuyên đề"),
    ItemKind.DISCUSSION: _l("Thảo luận"),
    ItemKind.TASKS: _l("Nhiệm vụ và phân công"),
    ItemKind.CRITICISM: _l("Tự phê bình và phê bình"),
    ItemKind.SUPERIOR: _l("Ý kiến của cấp ủy cấp trên"),
    ItemKind.CONCLUSION: _l("Kết luận, biểu quyết"),
    ItemKind.SCORING: _l("Chấm điểm kỳ họp"),
    ItemKind.OTHER: _l("Nội dung khác"),
}

DOCUMENT_KIND = {
    DocumentKind.REFERENCE: lazy_pgettext("một tài liệu", "Tài liệu"),
    DocumentKind.DRAFT_RESOLUTION: _l("Dự thảo nghị quyết"),
    DocumentKind.PAPER: _l("Tham luận"),
    DocumentKind.EVIDENCE: _l("Minh chứng"),
}

CHANNEL = {
    Channel.APP: _l("trên máy"),
    Channel.PAPER: _l("bản giấy"),
}

FIELD = {
    "kind": _l("Loại"),
    "title": _l("Tên nội dung"),
    "minutes": _l("Số phút"),
    "presenter": _l("Người trình bày"),
    "questions": _l("Gợi ý thảo luận"),
    "cell": _l("Chi bộ"),
    "year": _l("Năm"),
    "month": _l("Tháng"),
    "theme": _l("Chuyên đề"),
    "planned_at": _l("Thời gian"),
    "place": _l("Địa điểm"),
}


def span(length: timedelta) -> str:
    """4 ngày 5 giờ; 71 hours 59 minutes is 2 ngày 23 giờ. Minutes only within a day, never nothing."""
    minutes = int(abs(length).total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = []
    if days:
        parts.append(ngettext("%(num)s ngày", "%(num)s ngày", days))
    if hours:
        parts.append(ngettext("%(num)s giờ", "%(num)s giờ", hours))
    if not days and (left or not hours):
        parts.append(ngettext("%(num)s phút", "%(num)s phút", left))
    return " ".join(parts)


def lead_in_words(lead: Lead, notice: timedelta) -> str:
    """sớm 4 ngày 5 giờ; where it is not met, also by how much it was late."""
    if lead.early <= timedelta(0):
        return _("gửi sau giờ họp %(span)s", span=span(lead.early)) if lead.early else _("gửi đúng giờ họp")
    if lead.met:
        return _("sớm %(span)s", span=span(lead.early))
    return _("sớm %(span)s, muộn %(late)s so với yêu cầu", span=span(lead.early), late=span(notice - lead.early))


def notice_in_words(notice: timedelta) -> str:
    if not notice:
        return _("Chưa có hướng dẫn quy định số ngày gửi trước.")
    return _("Yêu cầu: ít nhất %(span)s.", span=span(notice))


def minutes_in_words(total: int, required: int | None) -> str:
    """110 phút, or what is lacking against the least length."""
    if required is None or total >= required:
        return ngettext("%(num)s phút", "%(num)s phút", total)
    return _(
        "%(total)s phút – còn thiếu %(short)s phút so với yêu cầu %(required)s phút",
        total=total,
        short=required - total,
        required=required,
    )


def size_in_words(size: int) -> str:
    """1,2 MB, or whole KB (at least one) below a tenth of a MB."""
    if size >= 100_000:
        return f"{filters.number(size / 1_000_000, 1)} MB"
    return f"{max(round(size / 1000), 1)} KB"


def value_in_words(name: str, value: Any) -> str:
    """A value of what was sent, as a difference shows it."""
    if name == "kind":
        return str(ITEM_KIND[ItemKind(value)]) if value in set(ItemKind) else value
    if name == "planned_at":
        return filters.full_moment(datetime.fromisoformat(value))
    if isinstance(value, list):
        return "\n".join(value)
    return "" if value is None else str(value)


def invitation(meeting: Meeting, content: dict[str, Any], address: str) -> str:
    """The text to paste into a chat group: always Vietnamese, whatever language its sender reads in."""
    with force_locale("vi"):
        title = title_of(meeting)
        when = filters.full_moment(datetime.fromisoformat(content["meeting"]["planned_at"]))
    total = sum(item["minutes"] or 0 for item in content["items"])
    lines = [
        content["meeting"]["cell"].upper(),
        f"MỜI HỌP: {title}",
        f"Thời gian: {when}",
        f"Địa điểm: {content['meeting']['place']}" if content["meeting"]["place"] else "",
        f"Nội dung ({total} phút):" if total else "Nội dung:",
        *(_invited(number, item) for number, item in enumerate(content["items"], start=1)),
        f"Tài liệu gửi trước: {len(content['documents'])} tệp." if content["documents"] else "",
        f"Mời đồng chí đọc chương trình và báo dự họp: {address}",
    ]
    return "\n".join(line for line in lines if line)


def _invited(number: int, item: dict[str, Any]) -> str:
    minutes = f"{item['minutes']} phút" if item["minutes"] else ""
    presenter = f"đ/c {item['presenter']}" if item["presenter"] else ""
    notes = ", ".join(note for note in (minutes, presenter) if note)
    return f"{number}. {item['title']}" + (f" ({notes})" if notes else "")
