"""The members write and agree to one text; the secretariat sees how they stand, and makes it final."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gremium.assessing import joint_drafts, recusing
from gremium.assessing.forms import ExcuseForm, WordsForm
from gremium.assessing.joint_drafts import StillClosed
from gremium.assessing.models import PARTS, JointDraft, Words
from gremium.assessing.own_views import THINKING
from gremium.assessing.standing import standing_of
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.cases.reading import case_for, note_page, open_case_page
from gremium.letters.results import Result
from gremium.people.asking import SignedInRequest
from gremium.people.models import Seat, User


@require_http_methods(["GET", "HEAD", "POST"])
def joint_text(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = open_case_page(request, subject) if request.method != "POST" else case_for(request, subject)
    try:
        draft = joint_drafts.joint_draft_for(case, request.user)
    except StillClosed as closed:
        return render(request, "assessing/still_closed.html", {"case": case, "why": str(closed)})
    if request.method != "POST":
        return _page(request, case, draft, draft.words())
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, case, draft, draft.words(), form=form, status=422)
    seen = {name: request.POST.get(f"seen.{name}", "") for name in PARTS}
    try:
        written = joint_drafts.write_together(
            case,
            request.user,
            words=form.words(),
            seen=seen,
            by=request.actor,
            has_checked="checked" in request.POST,
        )
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _page(request, case, draft, draft.words(), form=form, status=422)
    if written.clashes:
        return _page(request, case, written.draft, written.words, clashes=dict(written.clashes), status=409)
    messages.success(request, _("The joint text is kept."))
    return redirect("assessing:joint_text", subject)


@require_POST
def agree(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = case_for(request, subject)
    version = request.POST.get("version", "")
    try:
        if "undo" in request.POST:
            joint_drafts.disagree(case, request.user, by=request.actor)
            messages.success(request, _("Your agreement is taken back."))
        else:
            number = int(version) if version.isascii() and version.isdigit() else -1
            joint_drafts.agree(case, request.user, version=number, by=request.actor)
            messages.success(request, _("You agree to the text as it stands."))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("assessing:joint_text", subject)


@require_safe
def standing(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """How the members stand to a case: who formed a view, stepped back, is excused or agrees; never what they think."""
    return _standing_page(request, open_case_page(request, subject), {})


@require_POST
def excuse(request: SignedInRequest, subject: UUID, member: UUID) -> HttpResponse:
    case = case_for(request, subject)
    who = _seat_holder(member)
    form = _excuse_form(who, request.POST)
    try:
        if "undo" in request.POST:
            recusing.take_in_again(case, who, by=request.actor)
        elif not form.is_valid():
            return _standing_page(request, case, {who: form}, status=422)
        else:
            recusing.excuse(case, who, why=form.cleaned_data["why"], by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("assessing:standing", subject)


@require_POST
def finalise(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = case_for(request, subject)
    try:
        joint_drafts.finalise(case, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("assessing:standing", subject)
    messages.success(request, _("The assessment is final. Now it can be passed on to the counselling centre."))
    return redirect("cases:secretariat_case", subject)


def _seat_holder(ref: UUID) -> User:
    seats = Seat.objects.current_today().select_related("holder")
    return get_object_or_404(seats, holder__ref=ref).holder


def _page(
    request: SignedInRequest,
    case: Case,
    draft: JointDraft,
    words: Words,
    *,
    form: WordsForm | None = None,
    clashes: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    if request.method == "POST":
        note_page(request, case, "assessing/joint_text")
    shown = form or WordsForm(initial={name: getattr(words, name) for name in PARTS})
    standing_now = standing_of(case)
    marks = joint_drafts.marks_of(words)
    context = {
        "case": case,
        "draft": draft,
        "words": words,
        "form": shown,
        "fields": [(field, marks[field.name], (clashes or {}).get(field.name, "")) for field in shown],
        "has_clashes": bool(clashes),
        "standing": standing_now,
        "part": standing_now.part_of(request.user),
        "may_agree": case.state == State.DELIBERATED and words.is_complete and not draft.to_check,
        "may_write": case.state in THINKING,
    }
    return render(request, "assessing/joint_text.html", context, status=status)


def _excuse_form(member: User, data: QueryDict | None = None) -> ExcuseForm:
    return ExcuseForm(data, auto_id=f"id_{member.ref}_%s")


def _standing_page(
    request: SignedInRequest, case: Case, forms: Mapping[User, ExcuseForm], status: int = 200
) -> HttpResponse:
    if request.method == "POST":
        note_page(request, case, "assessing/standing")
    now, words = standing_of(case), joint_drafts.agreed_words(case)
    open_to_it = [part for part in now.parts if not part.is_recused]
    context = {
        "case": case,
        "standing": now,
        "words": words,
        "result": Result(words.result).label if words else "",
        "excuses": [(part, forms.get(part.member) or _excuse_form(part.member)) for part in open_to_it],
        "may_excuse": case.state in THINKING,
    }
    return render(request, "assessing/standing.html", context, status=status)
