"""What the pages add to Wagtail."""

from importlib import import_module
from typing import Any

from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from pages.addresses import address_of
from pages.listeners import WITH_THE_GERMAN
from pages.models import Contact, CounsellingOffice, GlossaryTerm, SelfCheckTexts


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


@register_snippet
class CounsellingOffices(SnippetViewSet):
    model = CounsellingOffice
    icon = "home"
    list_display = ("name", "provider", "service", "district", "phone", "is_shown")
    list_filter = ("service", "district", "is_shown")
    add_to_admin_menu = True
    menu_label = _("Counselling offices")
    menu_order = 210


@register_snippet
class GlossaryTerms(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    list_display = ("word", "german_word")
    add_to_admin_menu = True
    menu_label = _("Glossary")
    menu_order = 220


@register_snippet
class Contacts(SnippetViewSet):
    model = Contact
    icon = "mail"
    list_display = ("role", "name", "phone", "email")
    add_to_admin_menu = True
    menu_label = _("Contacts")
    menu_order = 230


class NothingToAddOrDelete(ModelPermissionPolicy):
    """For rows that make themselves: nobody has these two rights."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in ("add", "delete") and bool(super().user_has_permission(user, action))


register_permission_policy(SelfCheckTexts, NothingToAddOrDelete(SelfCheckTexts))


@register_snippet
class SelfCheckTextsViews(SnippetViewSet):
    """Made from the form, so there is nothing to add or to delete: translations alone are written."""

    model = SelfCheckTexts
    icon = "help"
    add_to_admin_menu = True
    menu_label = _("Self-check")
    menu_order = 240
    inspect_view_enabled = True
    copy_view_enabled = False


import_module("pages.editing.hooks")  # Wagtail looks for hooks in this module alone


def register_log_actions(actions: LogActionRegistry) -> None:
    message = _("Taken down together with the German page")
    actions.register_action(WITH_THE_GERMAN, _("Take down with the German page"), message)


hooks.register("register_log_actions", register_log_actions)
