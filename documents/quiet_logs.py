"""Log lines that cannot carry case content: errors give their type and where they happened, never their words."""

import json
import logging
from datetime import UTC, datetime
from types import TracebackType

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """A message of an error may quote an answer, a name or an SQL row; its type and its place never do."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another formatter may have kept its own words there
        if isinstance(record.args, dict) and "exc" in record.args:  # Celery writes the error into its message
            kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "error"
            record = logging.makeLogRecord({**record.__dict__, "args": {**record.args, "exc": kind, "traceback": ""}})
        return super().format(record)

    def formatException(self, ei: ErrorInfo) -> str:
        kind, _error, trace = ei
        lines = [f"  {name}" for name in _places(trace)]
        return "\n".join([kind.__name__ if kind else "error", *lines])


class QuietJsonFormatter(QuietFormatter):
    """One JSON object a line with fixed fields: what a library hangs on its records, such as a request, stays out."""

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        text = super().format(record)
        message, _kind, places = text.partition(f"\n{kind}\n") if kind else (text, "", "")
        fields: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": message,
        }
        if kind:
            fields |= {"error": kind, "places": [place.strip() for place in places.splitlines()]}
        return json.dumps(fields, ensure_ascii=False)


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno} in {code.co_name}")
        trace = trace.tb_next
    return places
