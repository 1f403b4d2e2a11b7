"""What the pages add to Wagtail."""

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from pages.addresses import address_of


class LinkInReadersLanguage(PageLinkHandler):
    """A link inside a text leads to the page's address in the language being read."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        language = get_language() or "de"
        return [
            f'<a href="{escape(address_of(page.url_path, language))}">' if page else "<a>"
            for page in cls.get_many(attrs_list)
        ]


def register_links(features: FeatureRegistry) -> None:
    features.register_link_type(LinkInReadersLanguage)


hooks.register("register_rich_text_features", register_links, order=100)
