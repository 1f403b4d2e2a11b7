from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page


class PlainPage(Page):
    body = RichTextField()

    template = "plain/page.html"

    class Meta:
        app_label = "plain"

    def languages(self) -> models.QuerySet[Page]:
        return self.get_translations(inclusive=True).live().select_related("locale")
