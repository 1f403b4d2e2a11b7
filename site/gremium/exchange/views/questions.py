"""Asking, answering together, releasing jointly."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import vault
from gremium.cases.life import NotPossible
from gremium.cases.reading import case_for, open_case_page
from gremium.exchange import answering, case_links
from gremium.exchange.answering import WrittenMeanwhile
from gremium.exchange.asking import draw_question, no_consent, propose_question
from gremium.exchange.forms import DeclineForm, QuestionForm, WordsForm
from gremium.exchange.models import Question, QuestionState
from gremium.exchange.voices import voices
from gremium.exchange.who import is_on_the_board, manages, may_ask
from gremium.people.asking import SignedInRequest
from gremium.people.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    if not may_ask(request.user):
        raise Http404
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "exchange/ask.html", {"form": form}, status=422 if form.is_bound else 200)
    propose_question(form.asked(), user=request.user, by=request.actor)
    messages.success(request, _("Your question is with the board. You are told by mail when there is news."))
    return redirect("exchange:desk")


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """A general question from a case: for its organisation, and for the members once it is released to them."""
    if not may_ask(request.user):
        raise Http404
    if request.method != "POST":
        case = open_case_page(request, subject)
        suggested = {"text": case_links.question_in_the_form(case.pk)}
        return _draw_page(request, subject, QuestionForm(initial=suggested))
    case, form = case_for(request, subject), QuestionForm(request.POST)
    if form.is_valid():
        try:
            draw_question(form.asked(), case, user=request.user, by=request.actor)
        except NotPossible as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("The question is with the board. It does not say from which case it comes."))
            return redirect("exchange:desk")
    return _draw_page(request, subject, form, status=422)


def _draw_page(request: SignedInRequest, subject: UUID, form: QuestionForm, status: int = 200) -> HttpResponse:
    try:
        obstacle = "" if case_links.may_be_used(subject) else no_consent()
    except vault.UNREADABLE:
        obstacle = no_consent()
    context = {"form": form, "obstacle": obstacle, "subject": subject}
    return render(request, "exchange/draw.html", context, status=status)


@require_safe
def question(request: SignedInRequest, question: UUID) -> HttpResponse:
    return _page(request, _visible(request, question))


@require_POST
def take_up(request: SignedInRequest, question: UUID) -> HttpResponse:
    found = _on_the_board(request, question)
    try:
        answering.take_up(found, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@require_POST
def decline(request: SignedInRequest, question: UUID) -> HttpResponse:
    found = _on_the_board(request, question)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, declining=form, status=422)
    try:
        answering.decline(found, reason=form.cleaned_data["reason"], by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@require_POST
def write(request: SignedInRequest, question: UUID) -> HttpResponse:
    """The secretariat may write too, for example what the members agreed on in a meeting."""
    found = _managed(request, question)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, writing=form, status=422)
    try:
        seen = form.cleaned_data["version"]
        answering.write_words(found, form.words(), seen_version=seen, by=request.actor)
    except WrittenMeanwhile as meanwhile:
        over = form.typed_over(meanwhile.question)
        return _page(request, meanwhile.question, writing=over, is_written_meanwhile=True, status=409)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, writing=form, status=422)
    messages.success(request, _("Saved. All members are asked to agree to these words."))
    return redirect(found)


@require_POST
def agree(request: SignedInRequest, question: UUID) -> HttpResponse:
    found = _on_the_board(request, question)
    version = request.POST.get("version", "")
    try:
        held = answering.agree(
            found,
            request.user,
            seen_version=int(version) if version.isascii() and version.isdigit() else 0,
            abstains=request.POST.get("voice") == "abstain",
            by=request.actor,
        )
    except WrittenMeanwhile:
        messages.error(request, _("The words were changed meanwhile. Please read them as they are now."))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        is_out = held.state == QuestionState.RELEASED
        messages.success(request, _("Released. Question and answer are public now.") if is_out else _("Noted."))
    return redirect(found)


@require_POST
def take_back(request: SignedInRequest, question: UUID) -> HttpResponse:
    found = _managed(request, question)
    try:
        answering.take_back(found, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Question and answer are no longer public."))
    return redirect(found)


def _visible(request: SignedInRequest, pk: UUID) -> Question:
    return get_object_or_404(Question.objects.visible_to(request.user).select_related("organisation"), pk=pk)


def _managed(request: SignedInRequest, pk: UUID) -> Question:
    found = _visible(request, pk)
    if not manages(request.user):
        raise Http404
    return found


def _on_the_board(request: SignedInRequest, pk: UUID) -> Question:
    """Taking up, declining and agreeing is the four members' own (domain matrix)."""
    found = _visible(request, pk)
    if not is_on_the_board(request.user):
        raise Http404
    return found


def _page(
    request: SignedInRequest,
    question: Question,
    *,
    writing: WordsForm | None = None,
    declining: DeclineForm | None = None,
    is_written_meanwhile: bool = False,
    status: int = 200,
) -> HttpResponse:
    is_managing = request.user.role in (Role.SECRETARIAT, Role.MEMBER)  # whose querysets let only seat holders through
    heard = voices(question) if is_managing and question.state == QuestionState.ANSWERED else []
    context = {
        "question": question,
        "is_managing": is_managing,
        "is_member": is_managing and request.user.role == Role.MEMBER,
        "voices": heard,
        "own": next((one.approval for one in heard if one.member == request.user), None),
        "form": (writing or WordsForm.showing(question)) if is_managing and question.is_open else None,
        "declining": declining or DeclineForm(),
        "is_written_meanwhile": is_written_meanwhile,
    }
    return render(request, "exchange/question.html", context, status=status)
