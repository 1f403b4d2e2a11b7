"""The fixed sentences of a letter in one language, for editors: written beside the German, and checked."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forms.reading_languages import ReadingLanguage, reading_languages
from gremium.letters.cms_views import EditingRequest, found_kind
from gremium.letters.kinds import Kind
from gremium.letters.translations import OtherPlaceholders, Words, sentences_beside, words_in, write_translation
from gremium.letters.wordings import newest_wording
from pages.editing.permissions import for_editors

LONGEST = 2000
"""Characters of a translated sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence: `other` as it stands or was sent; `problem` says why it was not kept."""

    name: str
    german: str
    other: str
    is_checked: bool
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def language(request: EditingRequest, key: str, language: str) -> HttpResponse:
    kind = found_kind(key)
    tongue = next((one for one in reading_languages() if one.code == language and kind.is_beside), None)
    if tongue is None:
        raise Http404
    rows = _rows(kind, words_in(language))
    if request.method != "POST":
        return _show(request, kind, tongue, rows)
    sent = [_kept(request, tongue, row) for row in rows]
    if any(row.problem for row in sent):
        messages.error(request, _("Some sentences are not saved yet: please look at the marked ones."))
        return _show(request, kind, tongue, sent, status=422)
    messages.success(request, _("The translations are saved."))
    return redirect("letters_cms:language", key, language)


def _rows(kind: Kind, words: Words) -> list[Row]:
    said = dict.fromkeys(sentences_beside(kind, newest_wording(kind.key)))
    return [
        Row(f"s{number}", german, words.says(german), german in words.checked) for number, german in enumerate(said)
    ]


def _kept(request: EditingRequest, tongue: ReadingLanguage, row: Row) -> Row:
    """Keep what was written, or give the row back as it was sent. The German is sent too: it may have changed since."""
    if request.POST.get(f"{row.name}-german", row.german) != row.german:
        return Row(row.name, row.german, row.other, row.is_checked, _("The German sentence has changed meanwhile."))
    other = " ".join(request.POST.get(row.name, "").split())[:LONGEST]
    is_checked = f"{row.name}-checked" in request.POST
    if not other or (other == row.other and is_checked == row.is_checked):
        return row
    try:
        write_translation(tongue.code, row.german, other, is_checked=is_checked, by=request.actor)
    except OtherPlaceholders:
        problem = _("The translation must have the same placeholders as the German sentence.")
        return Row(row.name, row.german, other, is_checked, problem)
    return Row(row.name, row.german, other, is_checked)


def _show(
    request: EditingRequest, kind: Kind, tongue: ReadingLanguage, rows: list[Row], *, status: int = 200
) -> HttpResponse:
    context = {
        "kind": kind,
        "tongue": tongue,
        "rows": rows,
        "missing": sum(not row.other for row in rows),
        "unchecked": sum(not row.is_checked for row in rows),
    }
    return render(request, "letters/cms/language.html", context, status=status)
