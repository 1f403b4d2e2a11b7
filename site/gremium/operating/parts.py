"""How the parts of the installation are, in the words of the desk of the technical administration."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from documents import health, signs_of_life, sweeping
from documents.jobs import Queue

NAMES: dict[str, Promise] = {
    "database": gettext_lazy("Database"),
    "key_store": gettext_lazy("Key store"),
    "queue": gettext_lazy("Queue of jobs"),
    "storage": gettext_lazy("Store of sealed files"),
    "sweeping": gettext_lazy("Sweeper"),
    "libreoffice": gettext_lazy("LibreOffice, for Word files"),
    "clamav": gettext_lazy("Virus scanner (ClamAV)"),
    "tesseract": gettext_lazy("Text recognition (Tesseract)"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """For the technical administration. Some come as they are, in English: `is_english`."""

    text: str
    is_english: bool


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    is_ready: bool
    is_used: bool
    why: Sentence | None


def sentence(english: str) -> Sentence:
    text = gettext(english)
    return Sentence(text, is_english=text == english)


def parts() -> list[Part]:
    return [_part(name, told) for name, told in health.report().items()]


def silent() -> list[str]:
    """The sweeper or queues from which nothing was heard lately."""
    names = {signs_of_life.SWEEPER: gettext("Sweeper")}
    queues = {queue.value: gettext("Queue: %(name)s") % {"name": queue.label} for queue in Queue}
    return [(names | queues)[name] for name in signs_of_life.silent()]


def halts() -> list[Sentence]:
    """Why nothing is swept at the moment."""
    return [sentence(halt) for halt in sweeping.halts()]


def _part(name: str, told: dict[str, object]) -> Part:
    is_used = not told.get("optional") or bool(told.get("present"))
    why = str(told["why"])
    return Part(str(NAMES[name]), bool(told["ok"]), is_used, sentence(why) if why else None)
