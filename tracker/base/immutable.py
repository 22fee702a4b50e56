"""Triggers that make the database itself refuse to rewrite what must stand for ever."""

from sqlalchemy import DDL, Table, event


def _sqlite(table: str, act: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW {when}"
        f"BEGIN SELECT RAISE(ABORT, '{table} rows cannot be changed'); END"
    )


def _postgresql(table: str, act: str, when: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {table}_no_{act.lower()}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} rows cannot be changed' USING ERRCODE = 'restrict_violation'; END $$",
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW {when}"
        f"EXECUTE FUNCTION {table}_no_{act.lower()}()",
    ]


def statements(table: str, dialect: str, unless: str = "") -> list[str]:
    """SQL that refuses UPDATE and DELETE on a table, for one dialect.

    ``unless`` is a condition on OLD and NEW (update) under which an UPDATE may pass, in SQL that both
    engines read; DELETE never passes where rows are immutable.
    """
    update = f"WHEN (NOT ({unless})) " if unless else ""
    if dialect == "sqlite":
        return [_sqlite(table, "UPDATE", update), _sqlite(table, "DELETE", "")]
    return [*_postgresql(table, "UPDATE", update), *_postgresql(table, "DELETE", "")]


def refuse_changes(table: Table, unless: str = "") -> None:
    """Attach the triggers to the table's creation."""
    for dialect in ("sqlite", "postgresql"):
        for sql in statements(table.name, dialect, unless):
            event.listen(table, "after_create", DDL(sql.replace("%", "%%")).execute_if(dialect=dialect))
