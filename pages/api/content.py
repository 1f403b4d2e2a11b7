"""Pages, images and documents by Wagtail's own API, with what a reader must know beside them."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework.fields import Field
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import PageParentField, PageSerializer, get_serializer_class
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Locale, Page

from pages.addresses import address_of
from pages.api.answering import language_told, state_told
from pages.releases import shown_codes
from pages.translations import alternates_of, state_of

ROOT_DEPTH = 1
MOST = 2**31 - 1
"""No id and no place in a list is larger; a database would refuse it."""


class Searched:
    """Refuses what the database could not read, as Wagtail does with any other wrong parameter."""

    def filter_queryset(self, queryset: Any) -> Any:
        try:
            return super().filter_queryset(queryset)  # type: ignore[misc]
        except ValidationError as error:  # a date or time that is none
            raise BadRequestError(" ".join(error.messages)) from error

    def check_query_parameters(self, queryset: Any) -> None:
        super().check_query_parameters(queryset)  # type: ignore[misc]
        asked = self.request.GET  # type: ignore[attr-defined]
        if not asked.get("search", "").isprintable() or '"' in asked.get("search", ""):
            raise BadRequestError(_("Please search for words without quotation marks and control characters."))
        if asked.get("search_operator", "and") not in ("and", "or"):
            raise BadRequestError(_("The search operator is “and” or “or”."))
        for name in ("limit", "offset"):
            if len(asked.get(name, "")) > len(str(MOST)):
                raise BadRequestError(_("Please give a smaller number as the %(name)s.") % {"name": name})

    def find_object(self, queryset: Any, request: HttpRequest) -> Any:
        number = request.GET.get("id", "0")
        if not number.isdecimal() or int(number) > MOST:
            raise BadRequestError(_("Please give a number as the id."))
        return super().find_object(queryset, request)  # type: ignore[misc]


class Computed(Field):
    """A field made from the whole page."""

    def __init__(self, tell: Callable[[Page], Any]) -> None:
        self.tell = tell
        super().__init__(source="*", read_only=True)

    def to_representation(self, value: Page) -> Any:
        return self.tell(value)


def _readers_address(page: Page) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{address_of(page.url_path, page.locale.language_code)}"


class Parent(PageParentField):
    """The page above, where readers may see it; one query."""

    def get_attribute(self, instance: Page) -> Page | None:
        shown: Page | None = self.context["base_queryset"].parent_of(instance).first()
        return shown

    def to_representation(self, value: Page) -> Any:
        meta = ["type", "detail_url", "html_url"]
        serializer = get_serializer_class(type(value), ["id", *meta, "title"], meta_fields=meta, base=InItsOwnLanguage)
        return serializer(context=self.context).to_representation(value)


class InItsOwnLanguage(PageSerializer):
    """Sentences, and addresses inside texts, follow the language of each page and not that of the request."""

    html_url = Computed(_readers_address)
    parent = Parent(read_only=True)

    def to_representation(self, instance: Page) -> Any:
        with translation.override(instance.locale.language_code):
            return super().to_representation(instance)


def _translations(page: Page) -> list[dict[str, str]]:
    return [{"language": other.code, "address": other.address} for other in alternates_of(page)]


class Pages(Searched, PagesAPIViewSet):
    """Live public pages in the languages shown; one alone also tells its state, translations and German address."""

    base_serializer_class = InItsOwnLanguage
    known_query_parameters: ClassVar[frozenset[str]] = PagesAPIViewSet.known_query_parameters - {"site"}
    computed: ClassVar[list[str]] = ["language", "updated", "state", "translations", "german_address"]
    meta_fields: ClassVar[list[Any]] = [
        *PagesAPIViewSet.meta_fields,
        APIField("language", Computed(lambda page: language_told(page.locale.language_code))),
        APIField("updated", Computed(lambda page: page.last_published_at and page.last_published_at.isoformat())),
        APIField("state", Computed(lambda page: state_told(state_of(page)))),
        APIField("translations", Computed(_translations)),
        APIField("german_address", Computed(lambda page: address_of(page.url_path, settings.LANGUAGE_CODE))),
    ]
    detail_only_fields: ClassVar[list[str]] = [*PagesAPIViewSet.detail_only_fields, *computed]

    def detail_view(self, request: HttpRequest, pk: int | None = None) -> Response:
        response: Response = super().detail_view(request, pk)
        response.headers["Content-Language"] = self.get_object().locale.language_code
        return response

    def get_base_queryset(self) -> Any:
        return self._shown.all()

    @cached_property
    def _shown(self) -> Any:
        """All that readers may see, found out once a request; searches know the number of a locale, not its code."""
        locales = Locale.objects.filter(language_code__in=shown_codes()).values_list("pk", flat=True)
        pages = Page.objects.live().public().filter(depth__gt=ROOT_DEPTH, locale_id__in=list(locales))
        return pages.select_related("locale", "alias_of__locale").order_by("pk")

    def get_object(self) -> Any:
        """As its own kind; its language is not asked for a second time."""
        if not hasattr(self, "_cached_object"):
            page = GenericViewSet.get_object(self)
            self._cached_object = page.specific
            self._cached_object.locale = page.locale
        return self._cached_object

    def get_queryset(self) -> Any:
        found = super().get_queryset()
        return found if found.model is Page else found.select_related("locale", "alias_of__locale").order_by("pk")


class Images(Searched, ImagesAPIViewSet):
    """Images of public pages."""

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("tags")


class Documents(Searched, DocumentsAPIViewSet):
    """Documents to download."""

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("tags")


router = WagtailAPIRouter("api")
router.register_endpoint("pages", Pages)
router.register_endpoint("images", Images)
router.register_endpoint("documents", Documents)
