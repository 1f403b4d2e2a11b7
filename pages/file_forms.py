"""The forms with which editors upload files and pictures, everywhere in the CMS."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from documents import intake
from pages.file_kinds import check_file


class CheckedDocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_file(file)
            check_for_viruses(file)
        return file


class CheckedImageField(WagtailImageField):
    """Looks before Wagtail's own checks, which decode the picture and stop with an error where it breaks off."""

    def to_python(self, data: Any) -> Any:
        if data:
            check_for_viruses(data)
            check_that_it_can_be_drawn(data)
        return super().to_python(data)


class CheckedImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plain := self.fields.get("file"):  # several at once are described later, without their file
            self.fields["file"] = CheckedImageField(label=plain.label, required=plain.required, widget=plain.widget)


def check_for_viruses(file: File) -> None:  # type: ignore[type-arg]
    """Raises ValidationError where a scanner is set and does not let the file pass."""
    file.seek(0)
    try:
        intake.scan(file.read())
    except intake.Refused as refused:
        raise ValidationError(refused.message) from refused
    finally:
        file.seek(0)


def check_that_it_can_be_drawn(file: File) -> None:  # type: ignore[type-arg]
    """Raises ValidationError where a picture begins well and breaks off; what is no picture at all, Wagtail says."""
    file.seek(0)
    try:
        with Image.open(file) as picture:
            picture.load()
    except UnidentifiedImageError:
        return
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This picture is damaged. Please save it anew in another program.")) from error
    finally:
        file.seek(0)
