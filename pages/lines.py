"""The one plain line a reader gets about the text before her, in her own language."""

from typing import Protocol

from django.utils.translation import gettext as _

from pages.changes import Change, listed


class Told(Protocol):
    """What the line is about: the state of a translation."""

    @property
    def is_legally_outdated(self) -> bool: ...
    @property
    def is_outdated(self) -> bool: ...
    @property
    def is_unchecked(self) -> bool: ...
    @property
    def is_partial(self) -> bool: ...
    @property
    def changed(self) -> tuple[Change, ...]: ...


def line_about(state: Told) -> str:
    """The most important thing alone; empty where all is well."""
    if state.is_legally_outdated:
        return _("The law has changed since. This translation may be wrong: ask a counselling centre.")
    if state.is_outdated and (names := listed(state.changed)):
        return _("The German text is newer, changed: %(parts)s") % {"parts": names}
    if state.is_outdated:
        return _("The German text is newer.")
    if state.is_partial:
        return _("Parts of this page are not translated yet and are in German.")
    return _("This translation has not yet been checked by a person.") if state.is_unchecked else ""
