"""The form with which editors upload a file, everywhere in the CMS."""

from typing import Any

from wagtail.documents.forms import BaseDocumentForm

from pages.file_kinds import check_file


class CheckedDocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_file(file)
        return file
