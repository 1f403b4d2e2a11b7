"""The consent text translated into every language of the site, as stand-ins."""

from forms.consent_texts import ConsentText
from forms.reading_languages import reading_languages
from forms.translations import Translation
from forms.wordings import consent_wordings, fingerprint

KEY = "kurzantrag"


def translate_consent(text: str = "") -> None:
    """As drafts; without a text the one that is valid now."""
    german = consent_wordings(ConsentText(text=text or ConsentText.objects.current(KEY).text))
    rows = (
        Translation(
            form_key=KEY,
            language=language.code,
            address=address,
            source=paragraph,
            source_sha256=fingerprint(paragraph),
            text=f"{paragraph} ({language.code})",
        )
        for language in reading_languages()
        for address, paragraph in german.items()
    )
    Translation.objects.bulk_create(rows, ignore_conflicts=True)
