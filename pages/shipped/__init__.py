"""The pages a new installation begins with: German first, then the translations in `locale/<language>/pages.po`."""

import uuid
from pathlib import Path
from typing import Any

import polib
import yaml
from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from pages.models import HomePage, InfoPage, ProcessPage, PublicPage

PAGES = Path(__file__).with_name("pages.yaml")
KINDS: dict[str, type[InfoPage | ProcessPage]] = {"info": InfoPage, "process": ProcessPage}
DRAFT_BY = "draft shipped with Gremium"


@transaction.atomic
def load() -> bool:
    """Create languages, pages and translations on an empty site; False (and nothing done) where pages exist."""
    if HomePage.objects.exists():
        return False
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    content = yaml.safe_load(PAGES.read_text(encoding="utf-8"))
    pages = _load_german(content)
    for language in (code for code, _name in settings.LANGUAGES if _translations_file(code).exists()):
        _load_translations(pages, Locale.objects.get(language_code=language))
    return True


def _load_german(content: dict[str, Any]) -> list[PublicPage]:
    """The home page comes first in the list, then its children; links are filled in once all pages exist."""
    german = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    root = _empty_root(german)
    home = root.add_child(instance=HomePage(slug="start", locale=german, **_texts(content["home"])))
    pages = [home.add_child(instance=_page(entry, german)) for entry in content["pages"]]
    numbers = {page.slug: page.pk for page in pages}
    home.body = _stream(content["home"]["body"], numbers)
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost", site_name=settings.WAGTAIL_SITE_NAME, root_page=home, is_default_site=True
    )
    for page in (home, *pages):
        page.save_revision().publish()
    return [home, *pages]


def _empty_root(locale: Locale) -> Page:
    """The root of the tree without Wagtail's welcome page."""
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
    Page.objects.child_of(root).delete()
    return Page.objects.get(pk=root.pk)


def _page(entry: dict[str, Any], german: Locale) -> InfoPage | ProcessPage:
    page = KINDS[entry["kind"]](
        slug=entry["slug"],
        locale=german,
        show_in_menus=entry.get("in_menu", False),
        body=_stream(entry["body"], {}),
        **_texts(entry),
    )
    if isinstance(page, ProcessPage):
        page.steps = [_item("step", step) for step in entry["steps"]]
    return page


def _texts(entry: dict[str, Any]) -> dict[str, str]:
    return {key: entry.get(key, "") for key in ("title", "seo_title", "search_description", "lead")}


def _stream(body: list[dict[str, Any]], numbers: dict[str, int]) -> list[dict[str, Any]]:
    return [_item(kind, _value(kind, value, numbers)) for block in body for kind, value in block.items()]


def _value(kind: str, value: Any, numbers: dict[str, int]) -> Any:
    if kind != "links":
        return value
    links = [{"page": numbers.get(link["link"]), "title": link["title"], "text": link["text"]} for link in value]
    return {"links": [_item("item", link) for link in links]}


def _item(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _translations_file(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "pages.po"


def _load_translations(pages: list[PublicPage], locale: Locale) -> None:
    """Enter the drafts where editors find them; a page with a missing string stays untranslated."""
    known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(_translations_file(locale.language_code)))}
    for page in pages:
        source, _created = TranslationSource.get_or_create_from_instance(page)
        segments = list(StringSegment.objects.filter(source=source).select_related("string"))
        if all(known.get(segment.string.data) for segment in segments):
            _translate(source, segments, known, locale)


def _translate(source: TranslationSource, segments: list[StringSegment], known: dict[str, str], locale: Locale) -> None:
    Translation.objects.create(source=source, target_locale=locale)
    for segment in segments:
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={
                "data": known[segment.string.data],
                "translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE,
                "tool_name": DRAFT_BY,
            },
        )
    page, _created = source.create_or_update_translation(locale, publish=False)
    page.get_latest_revision().publish()
