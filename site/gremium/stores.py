"""Where data lie, as the settings ask for it: databases, caches, sealed files, and the secret of a demo."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def kept_secret(path: Path) -> str:
    """Demo only: a random value that is made at the first start and stays in the data folder."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def database(address: str, path: Path) -> dict[str, Any]:
    """The database with this address, or without one a durable SQLite file."""
    if address:
        return dict(dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "TEST": {"NAME": path.with_name(f"test-{path.name}")},  # a file too: threads and processes share it
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;",
        },
    }


def caches(address: str, pages: Path) -> dict[str, dict[str, Any]]:
    """Limits and pages: both in the Redis with this address, or without one in the database and in a folder."""
    if address:
        redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}
        return {alias: {**redis, "KEY_PREFIX": alias} for alias in ("default", "pages")}
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},  # the default of 300 would forget used codes and failed sign-ins
        },
        "pages": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": pages,
            "OPTIONS": {"MAX_ENTRIES": 2_000},
        },
    }


def sealed_store(text: str, folder: Path) -> dict[str, Any]:
    """Where sealed files lie: file:///folder, s3://key:secret@host/bucket, or without an address this folder."""
    address = urlsplit(text)
    if address.scheme in ("", "file"):
        location = Path(address.path) if address.path else folder
        return {"BACKEND": "documents.sealed_files.SealedFileSystemStorage", "OPTIONS": {"location": location}}
    bucket, asked = address.path.strip("/"), dict(parse_qsl(address.query))
    if address.scheme != "s3" or not (address.hostname and bucket and address.username and address.password):
        raise ImproperlyConfigured("STORAGE_URL is not understood. Use file:///folder or s3://key:secret@host/bucket.")
    scheme = "http" if asked.get("secure") == "0" else "https"
    return {
        "BACKEND": "documents.sealed_s3.SealedS3Storage",
        "OPTIONS": {
            "access_key": unquote(address.username),
            "secret_key": unquote(address.password),
            "bucket_name": bucket,
            "endpoint_url": f"{scheme}://{address.hostname}" + (f":{address.port}" if address.port else ""),
            "region_name": asked.get("region") or None,
            "file_overwrite": False,
        },
    }
