"""The web server's own log: like all others it never quotes a request or an error's words."""

from typing import Any

from django.conf import settings
from gunicorn.glogging import Logger

from documents.quiet_logs import QuietFormatter, QuietJsonFormatter

INVALID = "Invalid request from"


class QuietLogger(Logger):
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            is_json = settings.LOG_FORMAT == "json"
            handler.setFormatter(QuietJsonFormatter() if is_json else QuietFormatter(self.error_fmt, self.datefmt))

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """A request that is no HTTP is logged with the sentence that quotes it: cut that off."""
        text = str(msg)
        super().warning(text.partition(":")[0] if text.startswith(INVALID) else msg, *args, **kwargs)
