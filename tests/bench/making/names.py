"""Invented names of people and cells, the same every time."""

from functools import cache

from tracker.base.names import folded, sort_key

FAMILIES = (
    "Hoàng", "Nông", "Lương", "Vi", "Hứa", "Lành", "Triệu", "Đàm", "Phùng", "Mã", "Chu", "Bế", "Dương", "Lộc", "Tô",
    "Khúc", "Ôn", "Lý", "Mông", "Hà",
)  # fmt: skip
MIDDLES = ("Văn", "Thị", "Minh", "Thu", "Đức", "Bích", "Quốc", "Thanh", "Hữu", "Ngọc", "Xuân")
GIVEN = (
    "An", "Bảo", "Chiến", "Diệp", "Đoàn", "Giang", "Hằng", "Huy", "Kiên", "Lan", "Liên", "Mai", "Nguyệt", "Oanh",
    "Phượng", "Quyên", "Sơn", "Thảo", "Tuấn", "Uyên", "Vinh", "Xuyến", "Ý",
)  # fmt: skip
PLACES = (
    "Suối Trong", "Đồi Chè", "Bản Mới", "Cây Đa", "Khe Sim", "Nương Cao", "Bến Đá", "Đồng Xanh", "Gốc Gạo",
    "Thác Bạc", "Rừng Thông", "Cầu Treo", "Ao Sen", "Giếng Làng", "Núi Voi", "Vườn Mơ", "Dốc Đỏ",
)  # fmt: skip


def of_person(number: int) -> str:
    """The ``number``-th name; twenty-three in a row have different given names."""
    turn = number // len(GIVEN)
    family = FAMILIES[(number + 7 * turn) % len(FAMILIES)]
    middle = MIDDLES[(3 * number + turn) % len(MIDDLES)]
    return f"{family} {middle} {GIVEN[number % len(GIVEN)]}"


def of_cell(number: int) -> str:
    return f"Chi bộ thôn {PLACES[number % len(PLACES)]} {number // len(PLACES) + 1}"


@cache
def keys(name: str) -> tuple[str, str]:
    """A person's sort key and folded name, made once for each name."""
    return sort_key(name), folded(name)
