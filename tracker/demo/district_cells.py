"""The forty cells of the planted district: which is of what sort, and which sorts are worth a question."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.organisations.models import CellType

COMMITTEE = "DU-MINHHOA"
COMMITTEE_NAME = "Đảng ủy xã Minh Họa"


class Sort(StrEnum):
    """What is known of a cell because it was made so."""

    STEADY = "steady"
    ALWAYS_98 = "always_98"
    HONEST_LOW = "honest_low"
    IMPROVING = "improving"
    LATE = "late"
    COPIED = "copied"
    NO_THEME = "no_theme"
    NEW_GUIDANCE = "new_guidance"
    BACKFILLED = "backfilled"
    TINY = "tiny"


HOW_MANY = {
    Sort.STEADY: 12, Sort.ALWAYS_98: 4, Sort.HONEST_LOW: 4, Sort.IMPROVING: 5, Sort.LATE: 4, Sort.COPIED: 2,
    Sort.NO_THEME: 3, Sort.NEW_GUIDANCE: 2, Sort.BACKFILLED: 2, Sort.TINY: 2,
}  # fmt: skip
# Cells of these sorts a committee should be asked to look at; of no other.
WORTH_A_QUESTION = frozenset({Sort.ALWAYS_98, Sort.COPIED})
IN_WORDS = {
    Sort.STEADY: "đều tay, điểm theo việc", Sort.ALWAYS_98: "luôn 98 điểm, gửi chương trình muộn",
    Sort.HONEST_LOW: "điểm thấp, chấm thật", Sort.IMPROVING: "tiến bộ dần", Sort.LATE: "nộp phiếu muộn",
    Sort.COPIED: "biên bản chép lại", Sort.NO_THEME: "thiếu chuyên đề",
    Sort.NEW_GUIDANCE: "đổi hướng dẫn giữa chừng", Sort.BACKFILLED: "thay bí thư, nhập bù",
    Sort.TINY: "chi bộ rất nhỏ",
}  # fmt: skip
IN_ENGLISH = {
    Sort.STEADY: "steady, marked by what was done", Sort.ALWAYS_98: "always 98, late agendas",
    Sort.HONEST_LOW: "low and honest", Sort.IMPROVING: "improving", Sort.LATE: "hands in late",
    Sort.COPIED: "copied minutes", Sort.NO_THEME: "misses themes", Sort.NEW_GUIDANCE: "guidance changed mid-way",
    Sort.BACKFILLED: "new secretary, entered afterwards", Sort.TINY: "tiny",
}  # fmt: skip

BRANCHES = (
    ("T", "Đảng ủy bộ phận khối thôn", CellType.VILLAGE),
    ("C", "Đảng ủy bộ phận khối cơ quan", CellType.AGENCY),
    ("H", "Đảng ủy bộ phận khối trường học", CellType.SCHOOL),
    ("D", "Đảng ủy bộ phận khối hợp tác xã", CellType.ENTERPRISE),
)
# The branch that goes over to a guidance of its own.
OWN_GUIDANCE = "D"


@dataclass(frozen=True)
class Planted:
    """A cell, its branch being the first letter of its code."""

    code: str
    name: str
    sort: Sort

    @property
    def branch(self) -> str:
        return self.code[0]

    @property
    def members(self) -> int:
        return 3 if self.sort is Sort.TINY else 5 + sum(map(ord, self.code)) % 2


CELLS = (
    Planted("T01", "Chi bộ thôn Suối Trong", Sort.ALWAYS_98),
    Planted("T02", "Chi bộ thôn Đồi Chè", Sort.STEADY),
    Planted("T03", "Chi bộ thôn Bản Mới", Sort.HONEST_LOW),
    Planted("T04", "Chi bộ thôn Cây Đa", Sort.STEADY),
    Planted("T05", "Chi bộ thôn Khe Sim", Sort.LATE),
    Planted("T06", "Chi bộ thôn Nương Cao", Sort.IMPROVING),
    Planted("T07", "Chi bộ thôn Bến Đá", Sort.COPIED),
    Planted("T08", "Chi bộ thôn Đồng Xanh", Sort.STEADY),
    Planted("T09", "Chi bộ thôn Gốc Gạo", Sort.NO_THEME),
    Planted("T10", "Chi bộ thôn Thác Bạc", Sort.HONEST_LOW),
    Planted("T11", "Chi bộ thôn Rừng Thông", Sort.TINY),
    Planted("T12", "Chi bộ thôn Cầu Treo", Sort.IMPROVING),
    Planted("T13", "Chi bộ thôn Ao Sen", Sort.STEADY),
    Planted("T14", "Chi bộ thôn Giếng Làng", Sort.BACKFILLED),
    Planted("T15", "Chi bộ thôn Núi Voi", Sort.LATE),
    Planted("C01", "Chi bộ Văn phòng", Sort.STEADY),
    Planted("C02", "Chi bộ Mặt trận và đoàn thể", Sort.ALWAYS_98),
    Planted("C03", "Chi bộ Công an", Sort.STEADY),
    Planted("C04", "Chi bộ Quân sự", Sort.ALWAYS_98),
    Planted("C05", "Chi bộ Trạm Y tế", Sort.STEADY),
    Planted("C06", "Chi bộ Trung tâm Hành chính công", Sort.IMPROVING),
    Planted("C07", "Chi bộ Kinh tế", Sort.HONEST_LOW),
    Planted("C08", "Chi bộ Văn hóa – Xã hội", Sort.NO_THEME),
    Planted("C09", "Chi bộ Trạm Khuyến nông", Sort.LATE),
    Planted("C10", "Chi bộ Bưu điện", Sort.TINY),
    Planted("C11", "Chi bộ Kiểm lâm địa bàn", Sort.STEADY),
    Planted("C12", "Chi bộ Quản lý chợ", Sort.BACKFILLED),
    Planted("H01", "Chi bộ Trường Mầm non Hoa Mai", Sort.STEADY),
    Planted("H02", "Chi bộ Trường Mầm non Hoa Ban", Sort.IMPROVING),
    Planted("H03", "Chi bộ Trường Tiểu học số 1", Sort.ALWAYS_98),
    Planted("H04", "Chi bộ Trường Tiểu học số 2", Sort.STEADY),
    Planted("H05", "Chi bộ Trường Tiểu học số 3", Sort.COPIED),
    Planted("H06", "Chi bộ Trường THCS số 1", Sort.STEADY),
    Planted("H07", "Chi bộ Trường THCS số 2", Sort.HONEST_LOW),
    Planted("H08", "Chi bộ Trường Phổ thông dân tộc bán trú", Sort.NO_THEME),
    Planted("H09", "Chi bộ Trường Trung học phổ thông", Sort.IMPROVING),
    Planted("H10", "Chi bộ Trung tâm Giáo dục thường xuyên", Sort.LATE),
    Planted("H11", "Chi bộ Trung tâm Học tập cộng đồng", Sort.STEADY),
    Planted("D01", "Chi bộ Hợp tác xã Nông nghiệp", Sort.NEW_GUIDANCE),
    Planted("D02", "Chi bộ Hợp tác xã Vận tải", Sort.NEW_GUIDANCE),
)


def organisation_code(cell: Planted) -> str:
    return f"MH-{cell.code}"


def truth() -> dict[str, Sort]:
    """What every cell is, by the code of its organisation."""
    return {organisation_code(cell): cell.sort for cell in CELLS}


def spread(number: int) -> tuple[Planted, ...]:
    """So many of the cells, the sorts in turn, in the order of the table; all of them where the number is enough."""
    by_sort = {sort: [cell for cell in CELLS if cell.sort is sort] for sort in Sort}
    turns = [cells[turn] for turn in range(max(HOW_MANY.values())) for cells in by_sort.values() if turn < len(cells)]
    chosen = set(turns[:number])
    return tuple(cell for cell in CELLS if cell in chosen)
