"""The form while editors change it: one working copy a form, beginning as its current version.

Every change reads the copy under a lock. Whoever saves a part says what it looked like when she opened it, so that
nobody's work is overwritten unseen.
"""

import json
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.actors import Actor
from forms.consent_texts import ConsentText
from forms.definition import FormDefinition
from forms.reading import read_form
from forms.revising.obstacles import Candidate, Obstacle, obstacles
from forms.revising.outline import Raw
from forms.versions import FormVersion, content_hash

Data = dict[str, Any]


class ChangedMeanwhile(Exception):
    """Somebody else saved the same part since it was opened; `copy` holds what is there now."""

    def __init__(self, copy: "WorkingCopy") -> None:
        super().__init__()
        self.copy = copy


class WaitsForRelease(Exception):
    """The working copy is with those who release it; until they have decided it is not changed."""


class WorkingCopy(models.Model):
    """What editors have changed so far; `content` is the form file's data as JSON text, in its order."""

    form_key = models.CharField(_("form"), max_length=80, unique=True)
    base = models.ForeignKey(
        FormVersion, models.PROTECT, related_name="working_copies", verbose_name=_("begun from version")
    )
    content = models.TextField(_("content"))
    consent_text = models.TextField(_("new consent text"), blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    editor_refs = models.JSONField(default=list, editable=False)
    changed_by = models.CharField(_("changed by"), max_length=120, blank=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("working copy of a form")
        verbose_name_plural = _("working copies of forms")

    def __str__(self) -> str:
        return f"{self.form_key} {self.base.version}+{self.revision}"

    @cached_property
    def data(self) -> Data:
        return dict(json.loads(self.content))

    @property
    def definition(self) -> FormDefinition:
        """The form as it would be asked. Raises MalformedForm."""
        return read_form(self.data)

    @cached_property
    def base_data(self) -> Raw:
        return self.base.definition.raw

    @property
    def is_changed(self) -> bool:
        """In the order too: that of sections and answers is what people see."""
        return bool(self.consent_text) or fingerprint(self.data) != fingerprint(self.base_data)

    @property
    def valid_consent_text(self) -> str:
        """The German text that is valid now; "" where there is none."""
        current = ConsentText.objects.filter(form_key=self.form_key, language="de").order_by("-version").first()
        return current.text if current else ""

    def put(self, data: Raw, *, by: Actor) -> None:
        """Take over new content; the caller saves it."""
        self.content = json.dumps(data, ensure_ascii=False)
        self.__dict__.pop("data", None)
        self.revision += 1
        self.editor_refs = list(dict.fromkeys([*self.editor_refs, by.ref]))
        self.changed_by = by.name
        self.changed_at = timezone.now()

    def obstacles(self) -> list[Obstacle]:
        """What stops it from being published."""
        earlier = list(FormVersion.objects.filter(key=self.form_key).order_by("pk"))
        found = obstacles(
            Candidate(
                form=self.data,
                consent_text=self.consent_text,
                valid_consent_text=self.valid_consent_text,
                earlier=[version.definition.raw for version in earlier],
            )
        )
        return found if earlier[-1] == self.base else [self._overtaken_by(earlier[-1]), *found]

    def _overtaken_by(self, current: FormVersion) -> Obstacle:
        """Published as it is, the copy would undo what a version imported meanwhile has changed."""
        told = {"current": current.version, "base": self.base.version}
        return Obstacle(
            "",
            gettext(
                "Version %(current)s was stored since these changes were begun from %(base)s. Please download the "
                "changes as a file, discard them here, and make them again in the new version."
            )
            % told,
        )


def working_copy(form_key: str) -> WorkingCopy:
    """The working copy of a form, or one not stored yet that is as the current version.

    Raises FormVersion.DoesNotExist.
    """
    known = WorkingCopy.objects.select_related("base").filter(form_key=form_key).first()
    if known is not None:
        return known
    current = FormVersion.objects.current(form_key)
    content = json.dumps(current.definition.raw, ensure_ascii=False)
    return WorkingCopy(form_key=form_key, base=current, content=content)


@transaction.atomic
def change_form(form_key: str, change: Callable[[Data], Raw], *, by: Actor) -> WorkingCopy:
    """Change the working copy by a function of its data. Raises WaitsForRelease, and what the function raises."""
    copy = _locked(form_key)
    changed = change(dict(json.loads(copy.content)))
    if fingerprint(changed) != fingerprint(copy.data):
        copy.put(changed, by=by)
        copy.save()
    return copy


def change_part(
    form_key: str,
    *,
    read: Callable[[Data], Any],
    change: Callable[[Data], Raw],
    shown: str,
    by: Actor,
) -> WorkingCopy:
    """Change one part, which `read` gives; `shown` is its fingerprint as the editor saw it.

    Raises ChangedMeanwhile, WaitsForRelease.
    """
    with transaction.atomic():
        copy = _locked(form_key)
        if fingerprint(read(copy.data)) != shown:
            raise ChangedMeanwhile(copy)
        return change_form(form_key, change, by=by)


@transaction.atomic
def change_consent_text(form_key: str, text: str, *, shown: str, by: Actor) -> WorkingCopy:
    """Write a new consent text; one equal to the valid one, or "", means that nothing changes."""
    copy = _locked(form_key)
    if fingerprint(copy.consent_text) != shown:
        raise ChangedMeanwhile(copy)
    wanted = "" if text == copy.valid_consent_text else text
    if wanted != copy.consent_text:
        copy.consent_text = wanted
        copy.put(copy.data, by=by)
        copy.save()
    return copy


@transaction.atomic
def discard_changes(form_key: str) -> None:
    """Throw the working copy away: the form is as its current version again. Raises WaitsForRelease."""
    _locked(form_key, is_new_stored=False)
    WorkingCopy.objects.filter(form_key=form_key).delete()


def fingerprint(part: Any) -> str:
    """SHA-256 of a part in its order: an editor's move of two answers is a change too."""
    return content_hash({"part": json.dumps(part, ensure_ascii=False)})


def _locked(form_key: str, *, is_new_stored: bool = True) -> WorkingCopy:
    copy = WorkingCopy.objects.select_for_update(of=("self",)).select_related("base").filter(form_key=form_key).first()
    if copy is None:
        copy = working_copy(form_key)
        if is_new_stored:
            copy.save()
    elif copy.requests.filter(state="waiting").exists():
        raise WaitsForRelease
    return copy
