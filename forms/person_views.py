"""The person's view: the question that is being asked, large and in the person's language, on a phone or second screen.

It shows the form's own texts and never an answer, needs no sign-in, stores nothing where it is shown, and ends at the
desk or after an hour. The row knows an address of the form, not what was answered there; the token is kept hashed.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.actors import Actor
from forms.beside import Beside
from forms.consent_texts import ConsentText, without_code
from forms.definition import FormDefinition, Group, Question, Step
from forms.drafts import Draft
from forms.places import CONSENT_GROUP
from forms.translations import Words, words_of
from forms.wordings import consent_wordings

LIFETIME = timedelta(minutes=60)
SEEN_STEP = timedelta(seconds=60)
"""Between two notes that somebody still reads along, so that reading does not write with each look."""
TOKEN_BYTES = 16


class PersonViewQuerySet(models.QuerySet["PersonView"]):
    def open(self) -> Self:
        return self.filter(ends_at__gt=timezone.now())

    def opened_with(self, token: str) -> "PersonView | None":
        """The open view of a token; None for one that is over or never was."""
        return self.open().filter(token_sha256=_hashed(token)).first()

    def of(self, draft: Draft) -> "PersonView | None":
        return self.open().filter(draft=draft).first()


class PersonView(models.Model):
    """One conversation in which a person reads along: at most one a draft, gone when it ends."""

    draft = models.OneToOneField(Draft, models.CASCADE, related_name="person_view", verbose_name=_("draft"))
    form_version = models.ForeignKey("gremium_forms.FormVersion", models.CASCADE, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=20)
    step = models.CharField(max_length=80)
    address = models.CharField(max_length=200, blank=True)
    opened_by_ref = models.CharField(max_length=40, db_index=True, editable=False)
    ends_at = models.DateTimeField(_("ends"))
    seen_at = models.DateTimeField(_("last read"), null=True, blank=True)

    objects = PersonViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("person's view")
        verbose_name_plural = _("persons' views")

    def __str__(self) -> str:
        return f"{self.draft_id}"

    @property
    def mark(self) -> str:
        """Changes whenever something else is to be shown."""
        return sha256(f"{self.pk} {self.language} {self.step} {self.address}".encode()).hexdigest()[:16]

    def note_reader(self) -> None:
        now = timezone.now()
        if self.seen_at is None or now - self.seen_at > SEEN_STEP:
            PersonView.objects.filter(pk=self.pk).update(seen_at=now)


@transaction.atomic
def open_person_view(draft: Draft, *, language: str, step: str, by: Actor) -> tuple[PersonView, str]:
    """Let the person read along from now on; a code shown before ends. The second value is the token, kept nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    PersonView.objects.filter(models.Q(draft=draft) | models.Q(ends_at__lte=timezone.now())).delete()
    view = PersonView.objects.create(
        draft=draft,
        form_version_id=draft.form_version_id,
        token_sha256=_hashed(token),
        language=language,
        step=step,
        opened_by_ref=by.ref,
        ends_at=timezone.now() + LIFETIME,
    )
    return view, token


def end_person_view(draft: Draft) -> None:
    PersonView.objects.filter(draft=draft).delete()


def follow(view: PersonView, *, step: str, language: str, address: str = "") -> None:
    """Show the person what the desk looks at now. `address` is a question's, "" for the step as a whole."""
    wanted = (step, language or view.language, address)
    if (view.step, view.language, view.address) != wanted:
        view.step, view.language, view.address = wanted
        view.save(update_fields=["step", "language", "address"])


def show_in_version(draft: Draft) -> None:
    """Show the person the texts of the version that the draft has now; until the desk moves on, its first step."""
    first = draft.definition.steps[0].key
    PersonView.objects.filter(draft=draft).update(form_version=draft.form_version, step=first, address="")


def last_read(opened_by_ref: str, *, until: datetime) -> datetime | None:
    """When somebody last read along, and not after `until`, in a conversation of this account that still goes on."""
    views = PersonView.objects.open().filter(opened_by_ref=opened_by_ref, seen_at__lte=until)
    found: datetime | None = views.aggregate(at=models.Max("seen_at"))["at"]
    return found


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Line:
    """A text of the form: the German, and in the person's language where there is a translation."""

    german: str
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a person sees: where the desk is, the question with its help and options, or the paragraphs of a text."""

    above: Line
    heading: Line
    help: Line | None = None
    options: tuple[Line, ...] = ()
    paragraphs: tuple[Line, ...] = ()


def shown_to_person(view: PersonView) -> tuple[Shown, Words]:
    """The texts of the form at the address the desk looks at; the step alone where the form has no such question."""
    form, consent = view.form_version.definition, ConsentText.objects.current(view.form_version.key)
    words = words_of(form, consent, view.language)
    step = form.step(view.step)
    title = _line(words, step.title, f"step.{step.key}.title")
    found = find_question(form, step, view.address)
    if found is not None:
        return _of_question(words, title, view.address, *found), words
    paragraphs = _paragraphs(words, consent) if _has_consent(step) else ()
    intro = _line(words, step.intro, f"step.{step.key}.intro") if step.intro else None
    return Shown(above=_line(words, form.title, "form.title"), heading=title, help=intro, paragraphs=paragraphs), words


def find_question(form: FormDefinition, step: Step, address: str) -> tuple[Group | None, Question] | None:
    """The question of this step whose texts stand at an address."""
    key, _dot, inner = address.partition(".")
    for item in step.items:
        if isinstance(item, Question):
            if item.key == address:
                return None, item
        elif item.key == key:
            return next(((item, question) for question in item.questions if question.key == inner), None)
    return None


def _of_question(words: Words, title: Line, address: str, group: Group | None, question: Question) -> Shown:
    above = _line(words, group.label, f"{group.key}.label") if group else title
    beside = Beside(words)
    options = (Line(label, beside.option_text(address, question, option)) for option, label in question.options.items())
    return Shown(
        above=above,
        heading=_line(words, question.label, f"{address}.label"),
        help=_line(words, question.help, f"{address}.help") if question.help else None,
        options=tuple(options),
    )


def _paragraphs(words: Words, consent: ConsentText) -> tuple[Line, ...]:
    """The whole consent text, in the person's language only where all of it may be read."""
    reads = Beside(words).reads_consent
    return tuple(
        Line(without_code(german), without_code(words.says(address)) if reads else "")
        for address, german in consent_wordings(consent).items()
    )


def _has_consent(step: Step) -> bool:
    return any(item.key == CONSENT_GROUP for item in step.items)


def _line(words: Words, german: str, address: str) -> Line:
    return Line(german, words.says(address))
