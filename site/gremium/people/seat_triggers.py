"""The database's own refusal of two holders of one seat, or two seats of one person, at one time.

On SQLite and PostgreSQL alike, so that no code and no hand can make a fifth member (seed R10).
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "people_seat"
LOCK = 7_319_403
"""PostgreSQL advisory lock: two transactions could otherwise each miss the other's row."""

CLASH = """EXISTS (
    SELECT 1 FROM {table} other
    WHERE other.id <> NEW.id AND (other.origin = NEW.origin OR other.holder_id = NEW.holder_id)
    AND NEW.valid_from < {new_end} AND other.valid_from < {other_end}
    AND NEW.valid_from < {other_end} AND other.valid_from < {new_end})"""


def _clash(end: str) -> str:
    """Both last from their first day up to, and without, the day after their last; what lasts no day clashes never."""
    return CLASH.format(table=TABLE, new_end=end.format(row="NEW"), other_end=end.format(row="other"))


SQLITE_CLASH = _clash("COALESCE({row}.ended_on, DATE({row}.valid_until, '+1 day'))")
POSTGRESQL_CLASH = _clash("COALESCE({row}.ended_on, {row}.valid_until + 1)")

SQLITE = tuple(
    f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_no_clash_on_{act} AFTER {act} ON {TABLE} WHEN {SQLITE_CLASH}
        BEGIN SELECT RAISE(ABORT, 'this seat or this person is taken at that time'); END"""
    for act in ("insert", "update")
)
SQLITE_OFF = tuple(f"DROP TRIGGER IF EXISTS {TABLE}_no_clash_on_{act}" for act in ("insert", "update"))

POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION {TABLE}_no_clash() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            PERFORM pg_advisory_xact_lock({LOCK});
            IF {POSTGRESQL_CLASH} THEN
                RAISE EXCEPTION 'this seat or this person is taken at that time' USING ERRCODE = 'exclusion_violation';
            END IF;
            RETURN NEW;
        END $$""",
    f"""CREATE OR REPLACE TRIGGER {TABLE}_no_clash BEFORE INSERT OR UPDATE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_no_clash()""",
)
POSTGRESQL_OFF = (f"DROP TRIGGER IF EXISTS {TABLE}_no_clash ON {TABLE}", f"DROP FUNCTION IF EXISTS {TABLE}_no_clash()")


def install(editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def remove(editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, {"sqlite": SQLITE_OFF, "postgresql": POSTGRESQL_OFF})


def _run(editor: BaseDatabaseSchemaEditor, statements: dict[str, tuple[str, ...]]) -> None:
    for statement in statements[editor.connection.vendor]:
        editor.execute(statement, params=None)
