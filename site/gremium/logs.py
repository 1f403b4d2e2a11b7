"""What is logged, and how a line looks; settings name the format."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

LOGGERS = {
    "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    "documents": {"level": "INFO"},
    "celery": {"level": "INFO"},
    "celery.app.trace": {"level": "WARNING"},
    "kombu": {"level": "ERROR"},
    "pikepdf": {"level": "WARNING"},
}


def logging_in(log_format: str) -> dict[str, Any]:
    """For Django, in "text" or "json"; raises ImproperlyConfigured for any other format."""
    if log_format not in ("text", "json"):
        raise ImproperlyConfigured("GREMIUM_LOG_FORMAT is text or json.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "quiet": {
                "()": f"documents.quiet_logs.{'QuietJsonFormatter' if log_format == 'json' else 'QuietFormatter'}",
                "format": "%(message)s" if log_format == "json" else "%(asctime)s %(levelname)s %(name)s: %(message)s",
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": LOGGERS,
    }
