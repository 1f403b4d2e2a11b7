"""The web server's log never quotes what was asked or what went wrong."""

import io
import logging

import pytest
from gunicorn.config import Config

from gremium.web_logs import QuietLogger

NAME = "Shirin Karvani"


@pytest.fixture
def written() -> io.StringIO:
    """What the server's error log holds."""
    return io.StringIO()


@pytest.fixture
def log(written: io.StringIO) -> QuietLogger:
    log = QuietLogger(Config())
    for handler in log.error_log.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(written)
    return log


def test_an_error_gives_its_type_and_place_alone(log: QuietLogger, written: io.StringIO) -> None:
    try:
        raise ValueError(NAME)
    except ValueError:
        log.exception("Error handling request %s %s", "POST", "/de/")

    assert "ValueError" in written.getvalue()
    assert "test_web_logs.py" in written.getvalue()
    assert NAME not in written.getvalue()


def test_a_request_that_is_none_is_not_quoted(log: QuietLogger, written: io.StringIO) -> None:
    log.warning(f"Invalid request from ip=127.0.0.1: Invalid HTTP header: '{NAME}'")

    assert "Invalid request from ip=127.0.0.1" in written.getvalue()
    assert NAME not in written.getvalue()
