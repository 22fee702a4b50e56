"""What is to happen at one sitting, and the file that goes with it."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from tracker.guidance.rules import MeetingKind


@dataclass(frozen=True)
class Above:
    """A mark the cell gives beyond what the records suggest, why, and the name of the ``file`` that shows it."""

    criterion: str
    points: Decimal
    note: str
    file: str = ""


@dataclass(frozen=True)
class Script:
    """What happens at one sitting. Numbers of people count in the order of names, from ``number`` on.

    ``left_out``: how many of those who get the agenda on paper did not. ``excused_later``: whoever was absent without
    reason gave one the day after, when the sheet had been begun. ``runs_out``: no time is left for criticism.
    ``polled``: how many of the members who were asked for their own marks gave them. ``kept``: the share of a mark that
    no record decides which the cell leaves itself at first. ``submitted_after``: days to the handing-in.
    """

    kind: MeetingKind
    year: int
    month: int
    day: date
    number: int = 0
    start: time = time(14)
    minutes: int = 100
    lead: timedelta | None = timedelta(days=4, hours=5)
    theme: str = ""
    next_theme: str = ""
    next_theme_by: date | None = None
    excused: int = 0
    unexcused: int = 0
    late: int = 0
    speakers: int = 6
    contributions: int = 2
    prepared: bool = True
    prepared_ahead: int = 7
    planned_ahead: int = 6
    teller: int | None = None
    doer: int | None = None
    silent: frozenset[int] = frozenset()
    coming: tuple[int, ...] = ()
    draft: bool = True
    story: bool = True
    tells_next: bool = True
    tasks: int = 2
    tasks_late: int = 0
    tasks_failed: int = 0
    receipts: int = 3
    left_out: int = 0
    excused_later: bool = False
    backfilled: bool = False
    usual_agenda: bool = True
    runs_out: bool = False
    confirmed: bool = True
    total: Decimal | None = None
    until: str = "recognise"
    above: tuple[Above, ...] = ()
    polled: int = 0
    submitted_after: int = 1
    kept: Decimal = Decimal("0.7")
    adjusted: tuple[str, str] | None = None
    returned: bool = False
    reviewed_on: date | None = None
    praise: str = "Biểu dương các đồng chí hoàn thành vượt chỉ tiêu tháng."


def draft_file(title: str) -> bytes:
    """A small Word file that says what it is."""
    said = f"<w:p><w:r><w:t>{title}</w:t></w:r></w:p><w:p><w:r><w:t>Tài liệu minh họa.</w:t></w:r></w:p>"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{rels}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {space}><w:body>{said}</w:body></w:document>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return packed.getvalue()
