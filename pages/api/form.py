"""The published form as JSON Schema, for another front end or another city; never a draft of it."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from forms.consent_texts import ConsentText
from forms.json_schema import form_schema
from forms.translations import words_of
from forms.versions import FormVersion
from pages.api.answering import asked_language


@require_safe
def form(request: HttpRequest, key: str) -> JsonResponse:
    """The version that new applications begin with, or the published one that is asked for."""
    language, version = asked_language(request), request.GET.get("version", "")
    try:
        published = FormVersion.objects.filter(key=key)
        found = published.get(version=version) if version else FormVersion.objects.current(key)
        consent = ConsentText.objects.current(key)
    except (FormVersion.DoesNotExist, ConsentText.DoesNotExist) as error:
        raise Http404("There is no such form.") from error
    is_german = language == settings.LANGUAGE_CODE
    german = found.definition
    query = urlencode({"locale": language, "version": found.version})
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('api_form', args=[key])}?{query}"
    words = None if is_german else words_of(german, consent, language)
    schema = form_schema(german, words.says if words else lambda _address: "", language=language, address=address)
    if is_german:
        schema["presentation"]["german"] = []
    return JsonResponse(schema, content_type="application/schema+json")
