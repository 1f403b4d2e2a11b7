"""The dossier of one invented person as a file: what a form that is still being changed would give, nothing stored."""

from datetime import date

from django.utils import translation

from documents.assembling import AttachmentFile, compile_document
from documents.blank_sheets import blank_sheet
from forms.consent_texts import ConsentText
from forms.definition import FormDefinition
from forms.reading_languages import GERMAN
from forms.revising.invented import Walk
from forms.revising.invented_values import Length, Manner
from forms.revising.rehearsing import dossier_maker


def invented_dossier(form: FormDefinition, consent: ConsentText, *, length: Length, today: date) -> bytes:
    """The PDF; blank sheets stand for the attachments. Raises documents.rendering.RenderingFailed."""
    with translation.override(GERMAN):
        person = Walk(form, Manner(GERMAN, length, turn=1), today, consent.version).go()
        content = dossier_maker().compose(form, person.answers, person.findings, today)
        sheet = AttachmentFile(name="", pdf=blank_sheet(), pages=1)
        return compile_document(content, {attachment.key: [sheet] for attachment in content.attachments}).pdf
