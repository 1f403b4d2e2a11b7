"""What frames every page: the site's name, the menus and the switch between languages."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from pages.addresses import rest_of
from pages.languages import KNOWN, Language


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
    language: str = ""
    is_current: bool = False


class Chrome:
    """Computed only where a template asks for it, so that an error page needs no database."""

    def __init__(self, request: HttpRequest) -> None:
        self.path = request.path
        self.site_name = settings.WAGTAIL_SITE_NAME
        self.site_owner = settings.SITE_OWNER
        self.language: Language = KNOWN.get(get_language() or "", KNOWN["de"])
        self.home_url = f"/{self.language.code}/"

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """The same page in each language of the site; empty where the address carries no language."""
        rest = rest_of(self.path, self.language.code)
        if rest is None:
            return []
        return [
            LanguageLink(
                code=code,
                own_name=KNOWN[code].own_name,
                direction=KNOWN[code].direction,
                url=f"/{code}/{rest}",
                is_current=code == self.language.code,
            )
            for code, _name in settings.LANGUAGES
        ]


def chrome(request: HttpRequest) -> dict[str, Chrome]:
    """Context processor."""
    return {"chrome": Chrome(request)}
