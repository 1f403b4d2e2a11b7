"""What frames every page: the site's name, the menus and the switch between languages."""

from dataclasses import dataclass
from functools import cached_property, partial

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pages import page_store
from pages.addresses import DESK_LANGUAGES, address_of, is_desk, split
from pages.finding import open_pages
from pages.languages import KNOWN, Language
from pages.releases import shown_codes

FIRST_LEVEL = 3  # depth in the page tree: root, home page, first level


@dataclass(frozen=True, slots=True)
class LanguageLink:
    code: str
    own_name: str
    direction: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class MenuLink:
    """`language` is set only where the label is not in the reader's language."""

    url: str
    label: str
    language: str
    is_current: bool
    is_in_menu: bool


class Chrome:
    """Computed only where a template asks for it, so that an error page needs no database."""

    def __init__(self, request: HttpRequest) -> None:
        self.path = request.path
        self.origin = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        self.site_name = settings.WAGTAIL_SITE_NAME
        self.site_owner = settings.SITE_OWNER
        self.language: Language = KNOWN.get(get_language() or "", KNOWN[settings.LANGUAGE_CODE])
        self.home_url = f"/{self.language.code}/"

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """The same page in each language of the site; empty where the address carries no language."""
        path_language, rest = split(self.path)
        if not path_language:
            return []
        return [
            LanguageLink(
                code=code,
                own_name=KNOWN[code].own_name,
                direction=KNOWN[code].direction,
                url=f"/{code}/{rest}",
                is_current=code == self.language.code,
            )
            for code in shown_codes()
            if code in DESK_LANGUAGES or not is_desk(self.path)
        ]

    @property
    def default_path(self) -> str:
        """For readers of none of our languages: the list of languages for a first page, else the German page."""
        language, rest = split(self.path)
        return f"/{settings.LANGUAGE_CODE}/{rest}" if language and rest else "/"

    @property
    def menu(self) -> list[MenuLink]:
        """Pages an editor put into the menu; the self-check stands after the first of them."""
        pages = [link for link in self._first_level if link.is_in_menu]
        return [*pages[:1], self._self_check(), *pages[1:]]

    @property
    def foot(self) -> list[MenuLink]:
        """Pages of the first level that an editor keeps out of the menu: imprint, privacy and the like."""
        return [link for link in self._first_level if not link.is_in_menu]

    def _self_check(self) -> MenuLink:
        url = reverse("self_check")
        return MenuLink(url=url, label=_("Self-check"), language="", is_current=url == self.path, is_in_menu=True)

    @cached_property
    def _first_level(self) -> list[MenuLink]:
        code = self.language.code
        kept = page_store.remembered(f"first level {code}", partial(_first_level, code))
        return [
            MenuLink(url=url, label=label, language=language, is_current=url == self.path, is_in_menu=is_in_menu)
            for url, label, language, is_in_menu in kept
        ]


def _first_level(code: str) -> list[tuple[str, str, str, bool]]:
    """Address, label, language of the label where it is not the reader's, and whether it stands in the menu.

    Named in the reader's language where a translation is live, else in German and marked so.
    """
    readable = open_pages().filter(depth=FIRST_LEVEL, locale__language_code__in=(code, settings.LANGUAGE_CODE))
    pages = list(readable.select_related("locale").order_by("path"))
    titles = {page.translation_key: page.title for page in pages if page.locale.language_code == code}
    return [
        (
            address_of(page.url_path, code),
            titles.get(page.translation_key, page.title),
            "" if page.translation_key in titles else settings.LANGUAGE_CODE,
            page.show_in_menus,
        )
        for page in pages
        if page.locale.language_code == settings.LANGUAGE_CODE
    ]


def chrome(request: HttpRequest) -> dict[str, Chrome]:
    """Context processor."""
    return {"chrome": Chrome(request)}
