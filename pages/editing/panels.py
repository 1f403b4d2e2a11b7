"""Hints on the text inside the page editor."""

from functools import cached_property

from wagtail.admin.panels import Panel

from pages.editing.hints import PageHint, hints_on


class HintsPanel(Panel):
    """Shows what could be better in the version that is open; it has no field and stops nothing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/editing/hints_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        @cached_property
        def hints(self) -> list[PageHint]:
            return hints_on(self.instance)
