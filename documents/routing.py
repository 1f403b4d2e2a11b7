"""Which database holds what: the keys of the cases live apart, so that their backups can be short."""

from typing import Any

KEY_MODELS = {"casekey", "tombstone"}
"""Models of `documents` that live in the key store."""

BINDING = "binding"
"""The one model that both databases hold."""


class KeyStoreRouter:
    """Sends the key models to the database `keys` and everything else to `default`."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        return "keys" if model._meta.app_label == "documents" and model._meta.model_name in KEY_MODELS else "default"

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: object) -> bool:
        if "target_db" in hints:
            return db == hints["target_db"]
        if app_label == "documents" and model_name == BINDING:
            return True
        is_key = app_label == "documents" and model_name in KEY_MODELS
        return (db == "keys") == is_key
