"""What editors find of letters in the CMS."""

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pages.editing.hooks import EditorsItem


def register_urls() -> list[URLPattern | URLResolver]:
    return [path("schreiben/", include("gremium.letters.cms_urls"))]


def register_letters() -> MenuItem:
    return EditorsItem(
        gettext_lazy("Letters"), reverse("letters_cms:overview"), name="letters", icon_name="mail", order=170
    )


def register_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("letters/letters.css"))


hooks.register("register_admin_urls", register_urls)
hooks.register("register_admin_menu_item", register_letters)
hooks.register("insert_global_admin_css", register_styles)
