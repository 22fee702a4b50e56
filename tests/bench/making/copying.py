"""Copying the played cell: every row of it once for every other cell, ids moved by arithmetic.

The ids of a copy lie a whole number of spans after those of the played cell, a span being how many ids its rows take
in a table. So every reference among them stays right by the same arithmetic; references to the committee and its
reviewer are set to the copy's own. Rows of a cell lie together, as they do not in a book grown month by month.
"""

from dataclasses import dataclass

from sqlalchemy import Table

from tests.bench.making.loading import Loader
from tracker.extensions import db

PLAIN = (
    "standing", "appointment", "account", "meeting", "agenda_item", "document", "document_content",
    "receipt", "contribution", "duty", "minutes", "proceeding", "decision", "reply", "roll_entry", "scoresheet",
    "sheet_act", "criterion_remark", "reading",
)  # fmt: skip
"""Tables copied in SQL alone; those whose texts hold ids or names are in ``wording``, trails in ``trails``."""
LIGHT = ("meeting", "scoresheet")
"""Tables of a light book's copies, in which nobody is named."""
OF_TEXT_YEARS = {
    "receipt": "circulation_id IN (SELECT x.id FROM circulation x JOIN meeting m ON m.id = x.meeting_id WHERE {years})",
    "document": "meeting_id IN (SELECT m.id FROM meeting m WHERE {years})",
    "document_content": "document_id IN (SELECT d.id FROM document d JOIN meeting m ON m.id = d.meeting_id"
    " WHERE {years})",
    "proceeding": "minutes_id IN (SELECT x.id FROM minutes x JOIN meeting m ON m.id = x.meeting_id WHERE {years})",
    "reading": "year >= {first}",
    "suggestion": "scoresheet_id IN (SELECT m.id FROM scoresheet m WHERE {years})",
    "outcome": "contribution_id IN (SELECT x.id FROM contribution x JOIN meeting m ON m.id = x.meeting_id"
    " WHERE {years})",
}
"""What is copied of the years with texts only."""
OWN = {
    ("scoresheet", "cell_name"): "CASE WHEN t.cell_name = '' THEN '' ELSE c.cell_name END",
    ("scoresheet", "superior_name"): "CASE WHEN t.superior_name = '' THEN '' ELSE c.superior_name END",
    ("account", "user_name"): "'c' || c.k || '.' || t.id",
    ("document", "token"): "t.token || '-' || c.k",
    ("scoresheet", "total"): "x.total",
    ("scoresheet", "self_class"): "x.self_class",
    ("scoresheet", "recognised_total"): "CASE WHEN c.waits AND x.is_last THEN NULL ELSE x.recognised_total END",
    ("scoresheet", "recognised_class"): "CASE WHEN c.waits AND x.is_last THEN NULL ELSE x.recognised_class END",
    ("scoresheet", "state"): "CASE WHEN c.waits AND x.is_last THEN 'submitted' ELSE t.state END",
    ("sheet_act", "total"): "CASE WHEN t.total IS NULL THEN NULL"
    " WHEN t.act = 'recognise' THEN x.recognised_total ELSE x.total END",
    ("sheet_act", "quality"): "CASE WHEN t.quality IS NULL THEN NULL"
    " WHEN t.act = 'recognise' THEN x.recognised_class ELSE x.self_class END",
    ("reading", "total"): "x.total",
    ("reading", "judged"): "t.judged + x.total - t.total",
}
"""Columns in which a copy differs, in SQL on ``t`` (the played row), ``c`` (the copy), ``x`` (the sheet's totals)."""
AFTER_SUBMISSION = ("reviewer_id", "recognised_at", "answer_until", "locks_at")
SCORED = {"scoresheet": "t.id", "sheet_act": "t.scoresheet_id", "reading": "t.scoresheet_id"}
ONLY = {
    "sheet_act": "NOT (c.waits AND x.is_last AND t.act IN ('open', 'adjust', 'recognise', 'lock'))",
}


@dataclass(frozen=True)
class Copy:
    """One copied cell. ``kind``: which of the rows of totals it has."""

    k: int
    cell_id: int
    cell_name: str
    superior_id: int
    superior_name: str
    reviewer_id: int
    reviewer_account_id: int
    kind: int
    waits: bool


@dataclass(frozen=True)
class Played:
    """The played cell: before its first id (``marks``) and through its last (``spans`` wide), by table."""

    cell_id: int
    marks: dict[str, int]
    spans: dict[str, int]
    last_year: int
    last_month: int
    text_from: int
    is_light: bool = False

    def shifts(self, k: int) -> dict[str, int]:
        return {table: k * span for table, span in self.spans.items()}


def highest_ids() -> dict[str, int]:
    """By table with an id of its own."""
    tables = [one for one in db.metadata.sorted_tables if "id" in one.c]
    return {one.name: db.session.execute(db.text(f'SELECT coalesce(max(id), 0) FROM "{one.name}"')).scalar_one()
            for one in tables}  # fmt: skip


def note(loader: Loader, copies: list[Copy]) -> None:
    """The copies as a table of this connection."""
    loader.run(
        "CREATE TEMPORARY TABLE bench_copy (k INTEGER PRIMARY KEY, cell_id INTEGER, cell_name VARCHAR(200),"
        " superior_id INTEGER, superior_name VARCHAR(200), reviewer_id INTEGER, kind INTEGER, waits BOOLEAN)"
    )
    rows = ((c.k, c.cell_id, c.cell_name, c.superior_id, c.superior_name, c.reviewer_id, c.kind, c.waits)
            for c in copies)  # fmt: skip
    names = ("k", "cell_id", "cell_name", "superior_id", "superior_name", "reviewer_id", "kind", "waits")
    loader.add("bench_copy", names, rows)


def copy_all(loader: Loader, played: Played) -> None:
    for name in LIGHT if played.is_light else PLAIN:
        take_apart(loader, played, name)
        copy_one(loader, played, db.metadata.tables[name])


def take_apart(loader: Loader, played: Played, name: str) -> None:
    """The played cell's rows of a table, beside it."""
    table = db.metadata.tables[name]
    conditions = [f"id > {played.marks[name]}"] if "id" in table.c else []
    if name in OF_TEXT_YEARS:
        years = OF_TEXT_YEARS[name].format(years=f"m.year >= {played.text_from}", first=played.text_from)
        conditions.append(years)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    loader.run(f'CREATE TEMPORARY TABLE bench_{name} AS SELECT * FROM "{name}"{where}')


def copy_one(loader: Loader, played: Played, table: Table) -> int:
    columns = [column.name for column in table.columns]
    named = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(_value(played, table, name) for name in columns)
    source = f"bench_copy c CROSS JOIN bench_{table.name} t"
    conditions = ["c.k > 0"]
    if table.name in SCORED:
        source += " JOIN bench_total x"
        source += f" ON x.kind = c.kind AND x.scoresheet_id = {SCORED[table.name]}"
    if table.name in ONLY:
        conditions.append(ONLY[table.name])
    where = " AND ".join(conditions)
    return loader.run(f'INSERT INTO "{table.name}" ({named}) SELECT {values} FROM {source} WHERE {where}')


def _value(played: Played, table: Table, name: str) -> str:
    own = OWN.get((table.name, name))
    if own:
        return own
    moved = _moved(played, table, name)
    if table.name == "scoresheet" and name in AFTER_SUBMISSION:
        return f"CASE WHEN c.waits AND x.is_last THEN NULL ELSE {moved} END"
    return moved


def _moved(played: Played, table: Table, name: str) -> str:
    """The column's value in a copy: an id moved, anything else as it is."""
    target = target_of(table, name)
    column = f't."{name}"'
    if target is None:
        return column
    if target == "organisation":
        return (
            f"CASE WHEN {column} IS NULL THEN NULL WHEN {column} = {played.cell_id} THEN c.cell_id"
            " ELSE c.superior_id END"
        )
    if target == "person" and played.is_light:
        return "CAST(NULL AS INTEGER)"
    moved = f"{column} + c.k * {played.spans[target]}"
    if target == "person":
        own = f"{column} > {played.marks['person']}"
        return f"CASE WHEN {column} IS NULL THEN NULL WHEN {own} THEN {moved} ELSE c.reviewer_id END"
    return moved


def target_of(table: Table, name: str) -> str | None:
    """The table whose id a column holds, if rows of it are copied."""
    column = table.c[name]
    if name == "id" and column.primary_key:
        return table.name
    for key in column.foreign_keys:
        target = key.column.table.name
        if target == "guidance_version":
            return None
        # a key that is itself a key of another row: the id is that row's
        return target if key.column.name == "id" else target_of(key.column.table, key.column.name)
    return None
