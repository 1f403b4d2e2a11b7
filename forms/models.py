"""The tables of the form engine."""

from forms.versions import FormVersion

__all__ = ["FormVersion"]
