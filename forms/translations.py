"""Translations of a form's texts, each kept with the German it was made from; their state is computed, never set.

A text is *missing*, *draft* (nobody has checked it), *released* by a person, or *stale*: what was translated is no
longer what the form says. A translation counts only for the very German it was made from, so a draft that is pinned to
an older version of the form keeps its own translations.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.actors import Actor
from forms.consent_texts import ConsentText
from forms.definition import FormDefinition
from forms.reading_languages import direction_of
from forms.wordings import CONSENT, consent_wordings, fingerprint, wordings

MOST_KEPT = 64
"""How many wordings of a form and a language one process remembers."""


class State(models.TextChoices):
    MISSING = "missing", _("not translated")
    DRAFT = "draft", _("not yet checked by a person")
    RELEASED = "released", _("checked and released")
    STALE = "stale", _("out of date: the German has changed since")


STORED_STATES = [(state.value, state.label) for state in (State.DRAFT, State.RELEASED)]
"""The other two follow from the German of today."""


class TranslationQuerySet(models.QuerySet["Translation"]):
    def into(self, form_key: str, language: str) -> Self:
        return self.filter(form_key=form_key, language=language)

    def stamp(self) -> tuple[object, ...]:
        """Something that changes with every change of these rows."""
        found = self.aggregate(newest=models.Max("changed_at"), last=models.Max("pk"), count=models.Count("pk"))
        return found["newest"], found["last"], found["count"]


class Translation(models.Model):
    """One text in one language, made from one German text. `changed_by_ref` is empty for what came with the software.

    `checked_by` is who released it, by name; what is written anew has to be checked anew.

    A newer German gets a row of its own; the older one stays for the drafts and submissions that were begun with it.
    """

    form_key = models.CharField(_("form"), max_length=80)
    language = models.CharField(_("language"), max_length=20)
    address = models.CharField(_("address"), max_length=200)
    source = models.TextField(_("German text"))
    source_sha256 = models.CharField(_("fingerprint of the German text"), max_length=64, editable=False)
    text = models.TextField(_("translation"))
    state = models.CharField(_("state"), max_length=10, choices=STORED_STATES, default=State.DRAFT)
    changed_by_ref = models.CharField(max_length=40, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    checked_by_ref = models.CharField(max_length=40, blank=True, editable=False)
    checked_by = models.CharField(_("checked by"), max_length=120, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation of a form's text")
        verbose_name_plural = _("translations of a form's texts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["form_key", "language", "address", "source_sha256"], name="one_translation_a_text"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form_key} {self.language} {self.address}"

    @property
    def is_released(self) -> bool:
        return self.state == State.RELEASED

    @property
    def is_as_shipped(self) -> bool:
        """Whether no person has touched it."""
        return not self.is_released and not self.changed_by_ref

    def check_off(self, *, by: Actor, at: datetime) -> None:
        """It counts as checked from now on; the caller saves it."""
        self.state, self.checked_by_ref, self.checked_by = State.RELEASED, by.ref, by.name
        self.checked_at = self.changed_at = at


CHECKED_FIELDS = ("state", "checked_by_ref", "checked_by", "checked_at", "changed_at")
"""What `Translation.check_off` changes."""


@dataclass(frozen=True, slots=True)
class Words:
    """A form's texts in one language: for each address the translation of the German that stands there today."""

    language: str
    texts: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, State] = field(default_factory=dict)
    consent_state: State = State.MISSING
    consent_fingerprint: str = ""
    was_consent_released: bool = False

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def is_unchecked(self) -> bool:
        """Whether anything of it was never checked by a person."""
        return State.DRAFT in self.states.values()

    @property
    def blocks_consent(self) -> bool:
        """A consent translation that was released for another German text must not be read from any more."""
        return self.consent_state is State.STALE and self.was_consent_released

    def says(self, address: str) -> str:
        """The translation; "" where the German has to stand for itself."""
        return self.texts.get(address, "")

    def state_of(self, address: str) -> State:
        return self.states.get(address, State.MISSING)


_kept: dict[tuple[object, ...], Words] = {}


def words_of(form: FormDefinition, consent: ConsentText, language: str) -> Words:
    """All texts of a form version and a consent text in one language; one query where nothing changed since."""
    rows = Translation.objects.into(form.key, language)
    key = (form.key, form.version, consent.sha256, language, *rows.stamp())
    if key not in _kept:
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = read_words(form, consent, language, rows.order_by("changed_at", "pk"))
    return _kept[key]


def read_words(form: FormDefinition, consent: ConsentText, language: str, rows: Iterable[Translation]) -> Words:
    """As `words_of`, from rows in the order in which they were changed."""
    known = _Known()
    for row in rows:
        known.add(row)
    german, paragraphs = wordings(form), consent_wordings(consent)
    found = {address: known.find(address, text) for address, text in (german | paragraphs).items()}
    texts = {address: row.text for address, (row, _state) in found.items() if row is not None}
    return Words(
        language=language,
        texts=texts,
        states={address: state for address, (_row, state) in found.items()},
        consent_state=_weakest(found[address][1] for address in paragraphs),
        consent_fingerprint=fingerprint("\n\n".join(texts.get(key, text) for key, text in paragraphs.items())),
        was_consent_released=any(row.is_released for row in known.consent.values()),
    )


def translations_beside(
    german: Mapping[str, str], rows: Iterable[Translation]
) -> dict[str, tuple[Translation | None, State]]:
    """The row for each German text, by address, and its state; rows as for `read_words`."""
    known = _Known()
    for row in rows:
        known.add(row)
    return {address: known.find(address, text) for address, text in german.items()}


@dataclass(slots=True)
class _Known:
    """Rows by what they can be found by; of several the one changed last."""

    exact: dict[tuple[str, str], Translation] = field(default_factory=dict)
    by_source: dict[str, Translation] = field(default_factory=dict)
    consent: dict[str, Translation] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)

    def add(self, row: Translation) -> None:
        self.exact[row.address, row.source_sha256] = row
        self.addresses.add(row.address)
        if row.address.startswith(f"{CONSENT}."):
            self.consent[row.source_sha256] = row
        else:
            self.by_source[row.source_sha256] = row

    def find(self, address: str, german: str) -> tuple[Translation | None, State]:
        """The row for this German at this address. A paragraph of the consent may have moved; elsewhere the same
        German says the same at another address, but then nobody has checked it for this one."""
        source = fingerprint(german)
        row = self.exact.get((address, source))
        if row is None and address.startswith(f"{CONSENT}."):
            row = self.consent.get(source)
        if row is not None:
            return row, State(row.state)
        if address in self.addresses:
            return None, State.STALE
        alike = None if address.startswith(f"{CONSENT}.") else self.by_source.get(source)
        return alike, State.DRAFT if alike else State.MISSING


def _weakest(states: Iterable[State]) -> State:
    """What a text of several paragraphs is as a whole. A new paragraph makes a translated text a stale one."""
    found = set(states)
    if State.STALE in found or (State.MISSING in found and len(found) > 1):
        return State.STALE
    return next((state for state in (State.MISSING, State.DRAFT) if state in found), State.RELEASED)


@transaction.atomic
def keep_translation(
    *, form_key: str, language: str, address: str, german: str, text: str, by: Actor, state: State = State.DRAFT
) -> Translation:
    """Store a text that a person wrote or checked; with `State.RELEASED` it counts as checked from now on."""
    now, is_checked = now_after_all(form_key, language), state is State.RELEASED
    row, _is_new = Translation.objects.update_or_create(
        form_key=form_key,
        language=language,
        address=address,
        source_sha256=fingerprint(german),
        defaults={
            "source": german,
            "text": text,
            "state": state,
            "changed_by_ref": by.ref,
            "changed_at": now,
            "checked_by_ref": by.ref if is_checked else "",
            "checked_by": by.name if is_checked else "",
            "checked_at": now if is_checked else None,
        },
    )
    return row


def now_after_all(form_key: str, language: str) -> datetime:
    """Now, but after every other change, so that a clock that was set back hides none."""
    newest = Translation.objects.into(form_key, language).aggregate(at=models.Max("changed_at"))["at"]
    now = timezone.now()
    return now if newest is None or newest < now else newest + timedelta(microseconds=1)


@transaction.atomic
def load_drafts(form_key: str, language: str, german: Mapping[str, str], translated: Mapping[str, str]) -> int:
    """Store shipped translations as drafts: `german` by address, `translated` by the German; tell how many changed.

    What an editor released or wrote stays; doing it again changes nothing.
    """
    rows = {(row.address, row.source_sha256): row for row in Translation.objects.into(form_key, language)}
    new, changed, now = [], [], now_after_all(form_key, language)
    for address, source in german.items():
        text = translated.get(source)
        if not text:
            continue
        row = rows.get((address, fingerprint(source)))
        if row is None:
            row = Translation(form_key=form_key, language=language, address=address, source=source, text=text)
            row.source_sha256, row.changed_at = fingerprint(source), now
            new.append(row)
        elif row.is_as_shipped and row.text != text:
            row.text, row.changed_at = text, now
            changed.append(row)
    Translation.objects.bulk_create(new, batch_size=500)
    Translation.objects.bulk_update(changed, ["text", "changed_at"], batch_size=100)
    return len(new) + len(changed)
