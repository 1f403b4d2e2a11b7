"""What differs between today's German text and the one a translation was made from, named in few words."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import get_language, gettext, gettext_lazy
from wagtail_localize.models import String

ARABIC_COMMA = frozenset({"ar", "fa", "ckb", "ps", "prs"})

NAMES = {
    "title": gettext_lazy("title"),
    "lead": gettext_lazy("opening sentence"),
    "text": gettext_lazy("text"),
    "heading": gettext_lazy("heading"),
    "notice": gettext_lazy("important note"),
    "links": gettext_lazy("links"),
    "contact": gettext_lazy("contact"),
    "phone": gettext_lazy("phone number"),
    "number": gettext_lazy("number or date"),
    "place": gettext_lazy("place"),
    "condition": gettext_lazy("condition"),
    "explanation": gettext_lazy("explanation"),
    "description": gettext_lazy("short description"),
    "media": gettext_lazy("recording or picture"),
    "other": gettext_lazy("other parts"),
}
COUNTED = {"step": gettext_lazy("step %(number)s"), "question": gettext_lazy("question %(number)s")}
SAME_AS = {
    "seo_title": "title",
    "search_description": "description",
    "steps": "step",
    "questions": "question",
    "word": "title",
    "german_word": "title",
    "banner": "notice",
    "option": "text",
    "recording": "media",
    "sign_video": "media",
    "image": "media",
    "point": "condition",
    "possible_if": "condition",
    "not_possible_if": "condition",
    "starts_at": "number",
    "ends_at": "number",
    "dated": "number",
    "year": "number",
    "address": "place",
    "online": "links",
    "download": "links",
    "sentence": "text",
    "body": "text",
    "intro": "lead",
}
"""Names of fields and blocks that are called like another one."""

MOST_NAMES = 4
NUMBER = re.compile(r"[\d./()\s+–-]*\d[\d./()\s+–-]*")
MONTH = re.compile(r"(?i)januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember")
DATE = re.compile(r"\d{1,2}\. ?\d{1,2}\. ?\d{2,4}")
LEAST_PHONE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Change:
    """One piece that differs from the German; `path` leads to it, `name` and `number` say what it is.

    `before` and `now`: fingerprints of the German texts the translation was made from, and of today's.
    """

    path: str
    name: str
    number: int = 0
    before: tuple[str, ...] = ()
    now: tuple[str, ...] = ()

    def __str__(self) -> str:
        name = SAME_AS.get(self.name, self.name)
        if name in COUNTED:
            return str(COUNTED[name]) % {"number": self.number}
        return str(NAMES.get(name, NAMES["other"]))


def listed(changes: Iterable[Change]) -> str:
    """`title, step 3, question 5`: each name once, and no more than a few."""
    names = list(dict.fromkeys(str(change) for change in changes))
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], gettext("other parts")]
    return ("، " if get_language() in ARABIC_COMMA else ", ").join(names)


def texts_of(changes: Iterable[Change]) -> dict[str, str]:
    """The German texts behind the fingerprints of the changes, as wagtail-localize keeps them; one query or none."""
    marks = {mark for change in changes for mark in (*change.before, *change.now)}
    if not marks:
        return {}
    return {
        mark.hex: text for mark, text in String.objects.filter(data_hash__in=marks).values_list("data_hash", "data")
    }


def named_closely(changes: tuple[Change, ...], texts: Mapping[str, str] | None = None) -> tuple[Change, ...]:
    """The same changes; where nothing but a number differs, it is named instead of the whole paragraph."""
    known = texts_of(changes) if texts is None else texts
    return tuple(replace(change, name=_close_name(change, known)) for change in changes)


def _close_name(change: Change, texts: Mapping[str, str]) -> str:
    if "'tel:" in change.path:
        return "phone"
    before, now = (_plain_text(marks, texts) for marks in (change.before, change.now))
    if not before or not now or NUMBER.sub("#", MONTH.sub("#", before)) != NUMBER.sub("#", MONTH.sub("#", now)):
        return change.name
    differing = {*NUMBER.findall(DATE.sub("#", before))} ^ {*NUMBER.findall(DATE.sub("#", now))}
    is_phone = any(sum(map(str.isdigit, found)) >= LEAST_PHONE_DIGITS for found in differing)
    return "phone" if is_phone else "number"


def _plain_text(marks: Iterable[str], texts: Mapping[str, str]) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", texts.get(mark, ""))) for mark in marks).strip()
