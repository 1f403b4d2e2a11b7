"""What stands beside the pages: languages, counselling offices, contacts, glossary."""

from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from pages.api.answering import asked_language, language_told, listed
from pages.models import Contact, CounsellingOffice, GlossaryTerm
from pages.releases import shown_codes

OFFICE = ("name", "provider", "service", "languages", "district", "address", "phone", "email", "website", "access")


@require_safe
def languages(request: HttpRequest) -> JsonResponse:
    """The languages readers are shown, in their order."""
    return listed(map(language_told, shown_codes()))


@require_safe
def offices(request: HttpRequest) -> JsonResponse:
    """Counselling offices, those that submit first; `language` (BCP 47) and `district` narrow the list."""
    language, district = request.GET.get("language", ""), request.GET.get("district", "")
    return listed(
        {
            "id": office.pk,
            **{name: getattr(office, name) for name in OFFICE},
            "note": office.note,
            "hours": [hours["value"] for hours in office.hours.get_prep_value()],
        }
        for office in CounsellingOffice.objects.shown()
        if (not language or language in office.languages) and (not district or district == office.district)
    )


@require_safe
def contacts(request: HttpRequest) -> JsonResponse:
    """Bodies of the city by the role that a `contact` block of a page names."""
    return listed(
        {name: getattr(contact, name) for name in ("role", "name", "address", "phone", "email")}
        for contact in Contact.objects.all()
    )


@require_safe
def glossary(request: HttpRequest) -> JsonResponse:
    """Legal words in the order of the language asked for; what is not translated is told in German."""
    code = asked_language(request)
    with translation.override(code):
        terms = GlossaryTerm.objects.translated_or_german(code)
    return listed(
        (
            {
                **{name: getattr(term, name) for name in ("word", "german_word", "explanation")},
                "german_explanation": term.german_explanation,
                "language": language_told(term.language),
            }
            for term in terms
        ),
        language=language_told(code),
    )
