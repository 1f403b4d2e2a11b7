"""No log line quotes an error: its words may hold a name."""

import json
import logging
import sys

import pytest

from documents.quiet_logs import QuietFormatter, QuietJsonFormatter

NAME = "Shirin Karvani"


def fail() -> None:
    raise ValueError(NAME)


@pytest.fixture
def failure() -> logging.LogRecord:
    """A logged error whose words, and whose cause's words, are a name."""
    try:
        try:
            fail()
        except ValueError as error:
            raise KeyError(NAME) from error
    except KeyError:
        return logging.LogRecord("x", logging.ERROR, __file__, 1, "task %s failed", ("7",), sys.exc_info())


def test_an_error_is_logged_with_its_type_and_place_alone(failure: logging.LogRecord) -> None:
    line = QuietFormatter("%(message)s").format(failure)

    assert line.startswith("task 7 failed\nKeyError\n")
    assert "test_quiet_logs.py" in line
    assert NAME not in line


def test_what_another_formatter_kept_is_not_repeated(failure: logging.LogRecord) -> None:
    logging.Formatter().format(failure)

    assert NAME not in QuietFormatter("%(message)s").format(failure)


def test_celerys_own_sentence_about_an_error_names_its_type(failure: logging.LogRecord) -> None:
    failure.msg, failure.args = "Task %(name)s raised: %(exc)s", {"name": "t", "exc": NAME, "traceback": NAME}  # type: ignore[assignment]

    line = QuietFormatter("%(message)s").format(failure)

    assert line.startswith("Task t raised: KeyError")
    assert NAME not in line


def test_as_json_a_line_has_its_fields_and_nothing_that_a_library_hung_on_it(failure: logging.LogRecord) -> None:
    failure.request = NAME

    fields = json.loads(QuietJsonFormatter("%(message)s").format(failure))

    assert {name: fields[name] for name in ("level", "logger", "message", "error")} == {
        "level": "ERROR",
        "logger": "x",
        "message": "task 7 failed",
        "error": "KeyError",
    }
    assert "test_quiet_logs.py" in fields["places"][0]
    assert NAME not in json.dumps(fields)
