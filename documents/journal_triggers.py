"""The database's own refusal to change or delete journal lines, on SQLite and PostgreSQL.

Lines of years that ended 36 months ago may go (`journal_chain.drop_years_over`): these dates are in UTC, as stored.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "documents_journalline"

SQLITE = (
    f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_no_update BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'journal lines are never changed'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_no_delete BEFORE DELETE ON {TABLE}
        WHEN OLD.at >= datetime('now', 'start of year', '-3 years')
        BEGIN SELECT RAISE(ABORT, 'journal lines are never deleted'); END""",
)
SQLITE_OFF = (f"DROP TRIGGER IF EXISTS {TABLE}_no_update", f"DROP TRIGGER IF EXISTS {TABLE}_no_delete")

POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION {TABLE}_fixed() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF TG_OP = 'DELETE' AND OLD.at
                    < (date_trunc('year', now() AT TIME ZONE 'UTC') - interval '3 years') AT TIME ZONE 'UTC' THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'journal lines are never changed or deleted';
        END $$""",
    f"""CREATE OR REPLACE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_fixed()""",
    f"""CREATE OR REPLACE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_fixed()""",
)
POSTGRESQL_OFF = (
    f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}",
    f"DROP TRIGGER IF EXISTS {TABLE}_no_truncate ON {TABLE}",
)


def install(editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse UPDATE, DELETE and TRUNCATE from now on."""
    _run(editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def remove(editor: BaseDatabaseSchemaEditor) -> None:
    """Let a whole expired segment be dropped, or a test empty its tables."""
    _run(editor, {"sqlite": SQLITE_OFF, "postgresql": POSTGRESQL_OFF})


def _run(editor: BaseDatabaseSchemaEditor, statements: dict[str, tuple[str, ...]]) -> None:
    for statement in statements[editor.connection.vendor]:
        editor.execute(statement, params=None)
