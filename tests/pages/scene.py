"""One German page and what editors do to it and to its English translation, by the same ways as in the CMS."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from gremium.people.models import User
from pages.models import HomePage, PublicPage

MANUAL, MACHINE = StringTranslation.TRANSLATION_TYPE_MANUAL, StringTranslation.TRANSLATION_TYPE_MACHINE
IDS = {name: str(uuid4()) for name in ("heading", "text", "first", "second", "notice")}


@dataclass
class Scene:
    german: Any
    editor: User
    browser: Client
    committed: Callable[..., Any]
    """pytest-django's way to run what waits for the commit."""

    language: str = "en"

    @property
    def locale(self) -> Locale:
        return Locale.objects.get_or_create(language_code=self.language)[0]

    @property
    def page(self) -> Any:
        """The translation, as it is in the database."""
        return Page.objects.get(translation_key=self.german.translation_key, locale=self.locale).specific

    @property
    def source(self) -> TranslationSource:
        return TranslationSource.objects.get(object_id=self.german.translation_key)

    def publish(self, **fields: Any) -> None:
        """The editor changes fields of the German page and publishes it."""
        self.german = type(self.german).objects.get(pk=self.german.pk)
        for name, value in fields.items():
            setattr(self.german, name, value)
        with self.committed(execute=True):
            self.german.save_revision(user=self.editor).publish(user=self.editor)

    def change(self, block: str, value: Any) -> None:
        """Publish the German page with another value in one block; None removes the block."""
        body = [dict(child) for child in self.german.body.raw_data]
        for child in body:
            if child["id"] == IDS[block]:
                child["value"] = value
        self.publish(body=[child for child in body if child["value"] is not None])

    def submit(self) -> None:
        with self.committed(execute=True):
            translate_object(self.german, [self.locale], user=self.editor)

    def enter(self, kind: str = MANUAL, only: Callable[[str], bool] = bool, mark: str = "EN") -> None:
        """Type a translation for every German string, or for some."""
        for segment in StringSegment.objects.filter(source=self.source).select_related("string", "context"):
            if only(segment.context.path):
                StringTranslation.objects.update_or_create(
                    translation_of=segment.string,
                    locale=self.locale,
                    context=segment.context,
                    defaults={"data": f"{mark} {segment.string.data}", "translation_type": kind},
                )

    def publish_translation(self) -> None:
        record = Translation.objects.get(source=self.source, target_locale=self.locale)
        with self.committed(execute=True):
            record.save_target(user=self.editor, publish=True)

    def translate(self, **how: Any) -> None:
        self.submit()
        self.enter(**how)
        self.publish_translation()


def german_page(home: HomePage, kind: type[PublicPage]) -> PublicPage:
    page = kind(
        title="Eine Seite",
        slug="eine-seite",
        lead="Ein erster Satz.",
        locale=home.locale,
        body=[
            block("heading", "heading", "Eine Überschrift"),
            block("text", "text", "<p>Rufen Sie an: 0231 123456.</p><p>Bis zum 31. Mai 2026.</p>"),
            block("question", "first", {"question": "Wer?", "answer": "<p>Alle Menschen.</p>"}),
            block("question", "second", {"question": "Wann?", "answer": "<p>Immer wieder.</p>"}),
            block("notice", "notice", {"tone": "serious", "title": "Halt", "text": "<p>Gut überlegen.</p>"}),
        ],
    )
    added = home.add_child(instance=page)
    assert isinstance(added, PublicPage)
    return added


def block(kind: str, name: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "id": IDS[name], "value": value}
