"""Where to look in a bench book, and with whose eyes."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = "landmarks.json"


@dataclass
class Landmarks:
    """Ids and tokens. A token stands for a session of thirty days: ``session["token"]`` of the signed cookie.

    ``cell_id`` is the cell whose whole book was written by the product's services; its secretary's token is
    ``secretary_token``, another member's ``member_token``. ``reviewer_token`` reviews for ``district_id``,
    ``commune_reviewer_token`` for ``commune_id``, ``queue_reviewer_token`` for ``queue_committee_id``,
    ``province_token`` for the province; ``administrator_token`` administers all. ``country_id`` is the top of the
    tree, ``country_token`` its reviewer's: the province's own, but in S4.

    ``year`` is the last full year; ``years`` all of them. ``draft_meeting_ids`` and ``draft_sheet_ids``: meetings of
    the running year with a whole draft sheet whose suggestions are kept and fresh, a cell each, its secretary's token
    at the same place of ``draft_tokens``. ``meeting_ids`` and ``sheet_ids``: held meetings with ten items or more, of
    a cell each where there are enough, with ``meeting_tokens``; their sheets are recognised. ``waiting_sheet_ids``
    wait for the queue's committee. ``text_years``: the years whose receipts, suggestions, proceedings, documents and
    readings are there for every cell; the cell of ``cell_id`` has them for all.
    """

    size: str
    engine: str
    province_id: int
    district_id: int
    commune_id: int
    queue_committee_id: int
    cell_id: int
    year: int
    years: list[int]
    text_years: list[int]
    cells: int
    country_id: int = 0
    country_token: str = ""
    secretary_token: str = ""
    member_token: str = ""
    reviewer_token: str = ""
    commune_reviewer_token: str = ""
    queue_reviewer_token: str = ""
    province_token: str = ""
    administrator_token: str = ""
    draft_meeting_ids: list[int] = field(default_factory=list)
    draft_sheet_ids: list[int] = field(default_factory=list)
    draft_tokens: list[str] = field(default_factory=list)
    meeting_ids: list[int] = field(default_factory=list)
    sheet_ids: list[int] = field(default_factory=list)
    meeting_tokens: list[str] = field(default_factory=list)
    waiting_sheet_ids: list[int] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Landmarks":
        return cls(**json.loads(path.read_text(encoding="utf-8")))
