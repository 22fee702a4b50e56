"""How much of a book to make."""

from dataclasses import dataclass

from tracker.organisations.models import OrganisationKind

PROVINCE, DISTRICT, COMMUNE = OrganisationKind.PROVINCE, OrganisationKind.DISTRICT, OrganisationKind.COMMUNE


@dataclass(frozen=True)
class Committee:
    """A committee and how many cells stand directly below it.

    ``under`` is the place, in the size's row of committees, of the one above; ``None`` for the top of the tree.
    ``waits``: the sheets of the last month still wait for it.
    """

    name: str
    kind: OrganisationKind
    cells: int = 0
    under: int | None = 0
    waits: bool = False


@dataclass(frozen=True)
class Size:
    """``committees[0]`` is the top. ``province``, ``district``, ``commune`` and ``queue`` are places in that row.

    ``years`` ends with the last full year; ``months`` are those in which cells met in each of them. ``drafts``: cells
    with a sheet of the running year still being filled. ``kinds``: how many different rows of totals there are.
    ``founded``: so many committees have people of their own; the others were put in as rows and are watched over by
    the reviewer of the one above. ``is_light``: copies are meetings, sheets and years alone, on PostgreSQL only.
    """

    name: str
    committees: tuple[Committee, ...]
    district: int
    commune: int
    queue: int
    years: int = 1
    months: tuple[int, ...] = tuple(range(1, 13))
    members: int = 22
    drafts: int = 24
    kinds: int = 48
    province: int = 0
    founded: int = 1000
    is_light: bool = False

    @property
    def cells(self) -> int:
        return sum(one.cells for one in self.committees)


def _province() -> tuple[Committee, ...]:
    """200 cells below one committee, 500 below another, the rest in 77 communes of eight districts."""
    rows = [
        Committee("Tỉnh ủy Đồi Chè", PROVINCE, under=None),
        Committee("Đảng ủy khối các cơ quan tỉnh", DISTRICT, 200),
        Committee("Đảng ủy khối doanh nghiệp tỉnh", DISTRICT, 500, waits=True),
    ]
    for district in range(8):
        rows.append(Committee(f"Huyện ủy số {district + 1}", DISTRICT))
        above = len(rows) - 1
        communes = 10 if district < 5 else 9
        for commune in range(communes):
            cells = 20 if (district, commune) == (7, communes - 1) else 30
            rows.append(Committee(f"Đảng ủy xã {district + 1}.{commune + 1}", COMMUNE, cells, under=above))
    return tuple(rows)


def _country() -> tuple[Committee, ...]:
    """34 provinces, 3,300 communes and 250,000 cells."""
    rows = [Committee("Ban Chấp hành Trung ương", OrganisationKind.CENTRAL, under=None)]
    rows += [Committee(f"Tỉnh ủy số {number}", PROVINCE) for number in range(1, 35)]
    rows += [
        Committee(f"Đảng ủy xã {number + 1}", COMMUNE, 76 if number < 2500 else 75, under=1 + number % 34)
        for number in range(3300)
    ]  # fmt: skip
    return tuple(rows)


def _top(*below: Committee) -> tuple[Committee, ...]:
    return (Committee("Tỉnh ủy Đồi Chè", PROVINCE, under=None), *below)


TINY = Size(
    "TINY", _top(Committee("Đảng ủy xã Ao Sen", COMMUNE, 3), Committee("Đảng ủy xã Bến Đá", COMMUNE, 1, waits=True)),
    1, 2, 2, months=(10, 11, 12), members=9, drafts=2, kinds=3,
)  # fmt: skip
S1 = Size("S1", _top(Committee("Đảng ủy xã Ao Sen", COMMUNE, 1)), 1, 1, 1, years=5, drafts=1, kinds=1)
S2 = Size("S2", _top(Committee("Huyện ủy Ao Sen", DISTRICT, 200)), 1, 1, 1, years=2)
QUEUE = Size("QUEUE", _top(Committee("Đảng ủy khối Ao Sen", DISTRICT, 500, waits=True)), 1, 1, 1)
S3 = Size("S3", _province(), 1, 4, 2, years=5)
S4 = Size("S4", _country(), 35, 35, 35, drafts=1, province=1, founded=36, is_light=True)
SIZES = {size.name: size for size in (TINY, S1, S2, QUEUE, S3, S4)}
