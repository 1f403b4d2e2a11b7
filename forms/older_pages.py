"""A page that still shows the form as it was before its draft moved to a newer version.

What somebody typed there goes to its question, wherever that stands now. What is asked no longer becomes a former
answer, as at the move itself (`forms.changeover`). Nothing else that such a page asks for is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from documents import journal
from documents.journal import Act
from documents.uploads import drop_sealed
from forms.conversation import CONFIRMED, step_place, withdraw_outdated
from forms.definition import FormDefinition, QuestionType, Step
from forms.drafts import Draft
from forms.fields import StepForm
from forms.ledger import Ledger
from forms.ledger_lines import Former
from forms.moving import Move, told
from forms.saving import (
    SIGNED_TEXT,
    VERSION_LENGTH,
    Saved,
    Sent,
    page_mark,
    refuse_closed,
    shown_versions,
    stamp_of,
    take_in_files,
)
from forms.sheets import note_signed_text
from forms.storage import DraftStorage
from forms.uploading import keep
from forms.values import is_filled
from forms.versions import FormVersion

FORM_VERSION = "form_version"
"""Name by which a page says which version of the form it shows."""
LONGEST_VERSION = 40
MOST_OLDER = 8
"""How many older versions are looked through for a step that is no more."""


@dataclass(frozen=True, slots=True)
class OlderPage:
    """One step of the version that the page shows, and the way from there to the draft's version."""

    form: FormDefinition
    step: Step
    move: Move

    @classmethod
    def of(cls, draft: Draft, step: str, sent: Mapping[str, str]) -> "OlderPage | None":
        """The page that sent this; None where it shows the draft's own version."""
        named = sent.get(FORM_VERSION, draft.form_version.version)
        if named == draft.form_version.version or not named.isprintable():  # PostgreSQL takes no NUL
            return None
        shown = FormVersion.objects.filter(key=draft.form_version.key, version=named[:LONGEST_VERSION]).first()
        return cls.from_form(shown.definition, step, draft) if shown else None

    @classmethod
    def from_form(cls, form: FormDefinition, step: str, draft: Draft) -> "OlderPage | None":
        found = next((one for one in form.steps if one.key == step), None)
        return cls(form, found, Move(form, draft.definition)) if found else None

    def read(self, sent: QueryDict, ledger: Ledger, *, today: date) -> tuple[dict[str, Any], list[Former]]:
        """The answers by their places of now, and in words those that have none; empty ones are no loss."""
        page = StepForm(sent, definition=self.form, step=self.step, ledger=ledger, today=today)
        ticks = {CONFIRMED, step_place(self.step)}  # it was read back from a page that asks something else now
        posted = {place: answer for place, answer in page.posted().items() if not (answer and place in ticks)}
        return self.move.carry(posted)

    def not_on(self, step: Step, answers: Mapping[str, Any]) -> list[Former]:
        """Those of the answers, by places of now, that a page of this step does not show, in words."""
        spots = {place: self.move.new_spot(place) for place, answer in answers.items() if is_filled(answer)}
        return [
            Former(spot.question.label, told(spot.question, answers[place]))
            for place, spot in spots.items()
            if spot is not None and spot.step != step.key
        ]

    def rename(self, named: MultiValueDict[str, Any]) -> tuple[MultiValueDict[str, Any], list[Any]]:
        """What the page names by places of files, by the places of now; and what belongs to none of these any more."""
        renamed: MultiValueDict[str, Any] = MultiValueDict()
        homeless = []
        for place, several in named.lists():
            _old, new = self.move.spots_of(place)
            if new is not None and new.question.type is QuestionType.FILE:
                renamed.setlist(self.move.home(place), several)
            else:
                homeless += several
        return renamed, homeless


def is_former_step(draft: Draft, step: str) -> bool:
    """Whether an older version of the draft's form has this step: a page of it may still be open somewhere."""
    older = FormVersion.objects.filter(key=draft.form_version.key, pk__lt=draft.form_version_id)
    return any(step == one.key for version in older.order_by("-pk")[:MOST_OLDER] for one in version.definition.steps)


@dataclass(slots=True)
class SavedOlder:
    """What came of such a save. `not_taken` are names of files for which there is no place any more, or no room."""

    saved: Saved = field(default_factory=Saved)
    not_taken: list[str] = field(default_factory=list)


def save_older_page(storage: DraftStorage, page: OlderPage, sent: Sent) -> SavedOlder:
    """Save what somebody typed and chose on such a page; nothing is lost, nothing of a colleague's overwritten."""
    stamp, today = stamp_of(storage), timezone.localdate()
    files, homeless = page.rename(sent.files)
    left_out, gone = page.rename(sent.left_out)
    renamed = Sent(sent.fields, files, left_out)
    values, _former = page.read(sent.fields, storage.ledger, today=today)
    taken = take_in_files(storage, storage.draft.definition.steps, renamed, values if files else {})
    done = SavedOlder(Saved(refusals=taken.refusals), [*(file.name or "" for file in homeless), *gone])
    with transaction.atomic():
        storage.lock()
        done.saved.is_late = storage.draft.is_submitted
        page = replace(page, move=Move(page.form, storage.draft.definition))  # it may have moved once more meanwhile
        if not done.saved.is_late:
            values, former = page.read(sent.fields, storage.ledger, today=today)
            version, ledger = storage.ledger.version, storage.ledger
            base, held = shown_versions(sent.fields, version)
            held = {page.move.home(place): number for place, number in held.items()}
            mark = page_mark(sent.fields)
            done.saved.clashes = storage.save_answers(values, base=base, held=held, stamp=replace(stamp, page=mark))
            if signed := sent.fields.get(SIGNED_TEXT, "")[:VERSION_LENGTH]:
                note_signed_text(storage.draft.definition, ledger, signed, stamp, since=version)
            refuse_closed(storage, taken)
            ledger.keep_former(replace(one, source=f"{mark} {one.source}") for one in former)
            keep(ledger, taken, rules=storage.draft.definition.file_rules, by=storage.actor, stamp=stamp)
            for place, refused in taken.refusals.items():
                ledger.refusals[place] = [*ledger.refusals.get(place, []), *refused]
            withdraw_outdated(storage.draft.definition, ledger, stamp, base=min([base, *held.values()]), met=version)
            storage.write()
            if sent.action.verb != "autosave" and ledger.version != version:
                journal.record(actor=storage.actor, act=Act.DRAFT_SAVED, subject=storage.draft.pk)
    for upload in taken.uploads if done.saved.is_late else ():
        drop_sealed(upload)
    return done
