"""The wording people agree to: each version kept for good with its fingerprint, so that it can be proven later."""

import re
from functools import cache
from hashlib import sha256
from importlib import resources
from itertools import count
from typing import ClassVar

from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

SHIPPED = re.compile(r"(?P<form>\w+)-einwilligung-(?P<version>[\w-]+)\.(?P<language>[a-z-]+)\.txt")
"""Name of a shipped text: form key, version, language."""
STRESSED = (
    "Worum es geht:",
    "Wer liest mit?",
    "Was Sie vorher wissen sollten:",
    "Ihre Zustimmung ist freiwillig:",
    "Ich bin einverstanden mit Folgendem:",
    "Sie können Ihre Zustimmung jederzeit zurücknehmen",
    "Für Kinder",
    "die Leitung der Ausländerbehörde",
)
"""What stands in bold; bold is no part of the wording people sign, so the fingerprint does not know it."""
PURPOSE = re.compile(r"\[(?P<code>P[0-9]+)\] (?P<text>.+)", re.DOTALL)
"""A paragraph of the text that is ticked separately."""


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def current(self, form_key: str, language: str = "de") -> "ConsentText":
        """The text that is valid now: the newest version. Raises DoesNotExist."""
        return self.filter(form_key=form_key, language=language).latest("version")


class ConsentText(models.Model):
    """One wording in one language; a change is a new version."""

    form_key = models.CharField(_("form"), max_length=60)
    version = models.CharField(_("version"), max_length=20)
    language = models.CharField(_("language"), max_length=20)
    text = models.TextField(_("text"))
    sha256 = models.CharField(_("fingerprint"), max_length=64, editable=False)

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["form_key", "version", "language"], name="one_consent_text_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.form_key} {self.version} ({self.language})"

    @property
    def printed(self) -> list[tuple[str, SafeString]]:
        """The paragraphs as markup with what they are: "title", "purpose" (one to be ticked) or "text"."""
        parts = [part.strip() for part in self.text.split("\n\n") if part.strip()]
        return [_kind(part, is_first=number == 0) for number, part in enumerate(parts)]

    @property
    def shown_paragraphs(self) -> list[SafeString]:
        return [text for _kind, text in self.printed]

    def paragraphs(self) -> dict[str, str]:
        """The paragraphs by what they are called: the code of the purpose, or the number among the others from 0."""
        parts = [part.strip() for part in self.text.split("\n\n") if part.strip()]
        codes = [match["code"] if (match := PURPOSE.fullmatch(part)) else "" for part in parts]
        numbers = count()
        return {code or str(next(numbers)): part for code, part in zip(codes, parts, strict=True)}

    def purposes(self) -> dict[str, str]:
        """The wording of each purpose by its code."""
        found = (PURPOSE.fullmatch(part.strip()) for part in self.text.split("\n\n"))
        return {match["code"]: purpose_wording(match[0]) for match in found if match}


def without_code(paragraph: str) -> str:
    """A paragraph as people read it: the code of a purpose is for the system, its mark ``*`` stays."""
    match = PURPOSE.fullmatch(paragraph)
    return match["text"] if match else paragraph


def purpose_wording(paragraph: str) -> str:
    """What a person agrees to in a paragraph like ``[P0] * My counsellor may …``, without code and mark."""
    match = PURPOSE.fullmatch(paragraph)
    return (match["text"] if match else paragraph).lstrip("(*) ")


def _kind(part: str, *, is_first: bool) -> tuple[str, SafeString]:
    match = PURPOSE.fullmatch(part)
    if match:
        return "purpose", _plain(match["text"])
    return ("title", _plain(part)) if is_first else ("text", _stressed(part))


def _plain(text: str) -> SafeString:
    return format_html("{}", text)


def _stressed(text: str) -> SafeString:
    """Print in bold how a paragraph begins and what nobody may overlook (domain 5.1); the wording stays as it is."""
    pieces = re.split(f"({'|'.join(map(re.escape, STRESSED))})", text)
    marked = (format_html("<b>{}</b>", one) if one in STRESSED else _plain(one) for one in pieces)
    return format_html_join("", "{}", ((one,) for one in marked))


def load_shipped_texts() -> None:
    """Store the texts that come with the software; running it again changes nothing."""
    for (form_key, version, language), text in shipped_texts().items():
        store_text(form_key, version, text, language=language)


def store_text(form_key: str, version: str, text: str, *, language: str = "de") -> ConsentText:
    """Store a wording under a version that nobody has signed yet; a stored one stays as it is."""
    fields = {"text": text, "sha256": sha256(text.encode()).hexdigest()}
    stored, _is_new = ConsentText.objects.get_or_create(
        form_key=form_key, version=version, language=language, defaults=fields
    )
    return stored


@cache
def shipped_texts() -> dict[tuple[str, str, str], str]:
    """The shipped wordings by form key, version and language."""
    folder = resources.files("forms") / "shipped"
    found = ((SHIPPED.fullmatch(file.name), file) for file in folder.iterdir())
    return {
        (match["form"], match["version"], match["language"]): file.read_text(encoding="utf-8")
        for match, file in found
        if match
    }
