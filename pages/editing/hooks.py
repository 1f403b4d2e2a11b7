"""What editors find in the CMS besides Wagtail's own: menus, reports, help, what is due; and what they need not see."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from pages.editing.changing import may_mean_something
from pages.editing.permissions import is_editor
from pages.editing.reminding import duties
from pages.editing.segments import source_of
from pages.editing.views.helping import TOPICS
from pages.models import PublicPage
from pages.texts import german, key_of, language_of, text_kinds

REPORTS_SHOWN = frozenset({"workflows", "site-history", "findings", "hints", "reviews"})
FILES = "dateien"
"""Asks for wagtail-localize's own editor."""
BEFORE_WAGTAIL_LOCALIZE = -1
HELP_HIDDEN = ("whats-new", "editor-guide")


class EditorsItem(MenuItem):
    """Shown to editors alone."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_editor(request)


class ToDo(Component):
    """The first thing on the start page."""

    order = 10
    template_name = "pages/editing/_to_do.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"duties": duties(timezone.localdate())}


def register_urls() -> list[URLPattern | URLResolver]:
    return [path("", include("pages.editing.urls"))]


def register_styles() -> str:
    sheets = ("pages/editing.css", "pages/segments.css")
    return "".join(format_html('<link rel="stylesheet" href="{}">', static(sheet)) for sheet in sheets)


def register_translations() -> MenuItem:
    return EditorsItem(
        gettext_lazy("Translations"), reverse("editing:matrix"), name="translations", icon_name="globe", order=150
    )


def register_form() -> MenuItem:
    return EditorsItem(gettext_lazy("Form"), reverse("editing:form"), name="form", icon_name="form", order=160)


def register_findings() -> MenuItem:
    label = gettext_lazy("Links and phone numbers")
    return EditorsItem(label, reverse("editing:findings"), name="findings", icon_name="link", order=100)


def register_hints() -> MenuItem:
    label = gettext_lazy("Hints on the texts")
    return EditorsItem(label, reverse("editing:hints"), name="hints", icon_name="edit", order=110)


def register_reviews() -> MenuItem:
    label = gettext_lazy("To be read again")
    return EditorsItem(label, reverse("editing:reviews"), name="reviews", icon_name="calendar-check", order=120)


def hide_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name in REPORTS_SHOWN]


def hide_settings(request: HttpRequest, items: list[MenuItem]) -> None:
    """Redirects make themselves, workflows are set up once: an editor has nothing to set."""
    if is_editor(request):
        items.clear()


def offer_our_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Our topics instead of links to another site."""
    items[:] = [item for item in items if not item.name.startswith(HELP_HIDDEN)]
    items += [
        MenuItem(topic.title, reverse("editing:help_topic", args=[topic.slug]), name=f"help-{topic.slug}", order=number)
        for number, topic in enumerate(TOPICS)
    ]


def show_what_is_due(request: HttpRequest, panels: list[Component]) -> None:
    if is_editor(request):
        panels.append(ToDo())


def offer_comparison(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Sequence[Button]:
    """From a translated page to the German beside it."""
    if page.depth < 2 or language_of(page) == german() or view_name != "edit":
        return []
    address = reverse("editing:translate", args=[key_of(page), language_of(page)])
    return [Button(_("Beside the German text"), url=address, icon_name="doc-full", priority=5)]


def open_beside_the_german(request: HttpRequest, text: Model) -> HttpResponse | None:
    """A translation is written beside its German text; only its files are chosen in wagtail-localize's own editor."""
    if request.method != "GET" or FILES in request.GET or type(text) not in text_kinds() or not is_editor(request):
        return None
    if language_of(text) == german() or source_of(key_of(text)) is None:
        return None
    return redirect("editing:translate", key_of(text), language_of(text))


def offer_preview_elsewhere(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Sequence[Button]:
    """Only where another front end shows the content."""
    if not settings.PREVIEW_ADDRESS or page.depth < 2 or not page.permissions_for_user(user).can_edit():
        return []
    address = reverse("editing:preview_elsewhere", args=[page.pk])
    return [Button(_("Draft in the other front end"), url=address, icon_name="view", priority=70)]


def ask_what_changed(request: HttpRequest, page: Page) -> HttpResponse | None:
    """One question, where the answer makes a difference to translations."""
    if request.method != "POST" or not may_mean_something(page):
        return None
    messages.success(request, _("“%(title)s” is published.") % {"title": page.title})
    return redirect("editing:change", key_of(page))


def answer_the_second_person(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A text approved by a second person has gone live in the same step; an author's approval has done nothing."""
    if not isinstance(page, PublicPage) or request.POST.get("workflow-action-name") != "approve":
        return None
    fresh = page.specific_class.objects.get(pk=page.pk)
    if fresh.workflow_in_progress:
        messages.warning(request, _("You have changed the text yourself, so somebody else must approve it."))
        return None
    return ask_what_changed(request, fresh)


def create_as_draft(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """A page that needs a second person begins as a draft, whatever button was pressed."""
    if (
        request.method == "POST"
        and getattr(page_class, "needs_second_person", False)
        and "action-publish" in request.POST
    ):
        _forget(request, "action-publish")
        messages.warning(request, _("Kept as a draft: a second person must read this page before it goes live."))


def copy_as_draft(request: HttpRequest, page: Page) -> None:
    if request.method == "POST" and getattr(page.specific_class, "needs_second_person", False):
        _forget(request, "publish_copies")


def _forget(request: HttpRequest, field: str) -> None:
    """Go on as if the field had not been sent."""
    fields = request.POST.copy()
    fields.pop(field, None)
    setattr(request, "POST", fields)  # noqa: B010 - Django's types know no other way


HOOKS: dict[str, tuple[Callable[..., Any], ...]] = {
    "register_admin_urls": (register_urls,),
    "insert_global_admin_css": (register_styles,),
    "register_admin_menu_item": (register_translations, register_form),
    "register_reports_menu_item": (
        register_findings,
        register_hints,
        register_reviews,
    ),
    "construct_reports_menu": (hide_reports,),
    "construct_settings_menu": (hide_settings,),
    "construct_help_menu": (offer_our_help,),
    "construct_homepage_panels": (show_what_is_due,),
    "register_page_header_buttons": (offer_comparison, offer_preview_elsewhere),
    "before_edit_page": (open_beside_the_german,),
    "before_edit_snippet": (open_beside_the_german,),
    "after_publish_page": (ask_what_changed,),
    "after_edit_page": (answer_the_second_person,),
    "before_create_page": (create_as_draft,),
    "before_copy_page": (copy_as_draft,),
}
for _name, _functions in HOOKS.items():
    for _function in _functions:
        hooks.register(_name, _function, order=BEFORE_WAGTAIL_LOCALIZE)
