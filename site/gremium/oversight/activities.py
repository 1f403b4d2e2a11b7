"""What the record of processing activities says (Art. 30 GDPR): read from the settings, the form and the tables.

Nothing in it is typed twice: a changed period, purpose, question or right shows here on the same day.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms.definition import FormDefinition, Purpose
from forms.versions import FormVersion
from gremium.oversight.recipients import RECEIVE
from gremium.oversight.retention import RecordClass, all_records

FORM_KEY = "kurzantrag"


@dataclass(frozen=True, slots=True)
class Category:
    """A class of data: its label and handling as the form defines them, and how many questions are in it."""

    code: str
    label: str
    handling: str
    questions: int


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk for the persons concerned, what is done about it, and what is left to decide by people."""

    title: str
    measures: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    controller: str
    form: FormDefinition
    purposes: Sequence[Purpose]
    categories: Sequence[Category]
    never_collected: Sequence[str]
    recipients: Mapping[str, str]
    records: Sequence[RecordClass]
    measures: Sequence[str]
    risks: Sequence[Risk]
    open_points: Sequence[str]


def activity() -> Activity:
    """As of this moment, in the language of the moment. Raises FormVersion.DoesNotExist."""
    form = FormVersion.objects.current(FORM_KEY).definition
    return Activity(
        controller=settings.SITE_OWNER,
        form=form,
        purposes=tuple(form.purposes.values()),
        categories=_categories(form),
        never_collected=[str(one["what"]) for one in form.raw.get("never_collected", ())],
        recipients={str(role.label): str(what) for role, what in RECEIVE.items()},
        records=all_records(),
        measures=_measures(),
        risks=_risks(),
        open_points=_open_points(),
    )


def _categories(form: FormDefinition) -> list[Category]:
    counts = Counter(question.sensitivity for _group, question in form.questions())
    classes: Mapping[str, Mapping[str, Any]] = form.raw.get("sensitivity_classes", {})
    return [
        Category(code, str(one["label"]), str(one["handling"]), counts[code])
        for code, one in classes.items()
        if counts[code]
    ]


def _measures() -> list[str]:
    idle, longest = settings.SESSION_IDLE_AGE // 60, settings.SESSION_ABSOLUTE_AGE // 3600
    return [
        _("Each case is sealed with a key of its own (AES-256-GCM). The keys lie in a separate store."),
        _(
            "An erasure destroys the key first, so that backups of the data can be read no more, "
            "once the last backup of the key is replaced."
        ),
        _("Everybody behind the sign-in needs a second factor, a passkey first of all."),
        ngettext(
            "Sessions end after %(idle)s minutes without use and after %(longest)s hour at the latest.",
            "Sessions end after %(idle)s minutes without use and after %(longest)s hours at the latest.",
            longest,
        )
        % {"idle": idle, "longest": longest},
        _("Each look, list and download of a case is noted in a journal whose lines cannot be changed unnoticed."),
        _("Members read dossiers only once a case is on an agenda; each copy bears the reader's name and a number."),
        _("Editors and the technical administration see no case, by no path."),
        _("Mails hold a reference and a link, nothing else. Addresses of pages and logs hold nothing of a case."),
        _("Attachments are rebuilt before anybody opens them: active content and hidden details are removed."),
        _("A withdrawal of consent stops all reading at once; a restriction does the same without erasing."),
    ]


def _risks() -> list[Risk]:
    return [
        Risk(
            _("Data about residence reach bodies for which they were not meant."),
            [
                _("The immigration office gets the assessment only if every adult agrees to it (P5)."),
                _("Minutes and internal papers of the office have no way into any file."),
                _("The head of the office reads what the other members read, and has no way to upload anything."),
            ],
        ),
        Risk(
            _("Health, religion or violence become known to more people than needed."),
            [
                _("Such questions open only after a consent of their own (P2)."),
                _("In the dossier they form a section of their own that can be left out."),
                _("A counsellor explains the consent in the person's language; a copy stays with the person."),
            ],
        ),
        Risk(
            _("People agree because they depend on the outcome."),
            [
                _("Counselling by an independent body comes before each application."),
                _("All that is not needed is agreed to point by point and may be refused."),
                _("Taking consent back is as easy as giving it, and no reason is asked."),
            ],
        ),
        Risk(
            _("A machine decides about people."),
            [
                _("The form only points grounds for exclusion out; two people decide."),
                _("Nothing is scored or ranked."),
            ],
        ),
        Risk(
            _("Data are stolen or lost."),
            [
                _("Sealed storage, separate keys, a second factor for everybody, short sessions."),
                _("Backups of the keys are shorter than those of the data."),
                _("It can be told within seconds who saw which case since when."),
            ],
        ),
        Risk(
            _("Data are kept longer than needed."),
            [
                _("Each kind of record has a period; what is due is listed, confirmed and erased, with a record."),
                _("Drafts, notes, compiled files and accounts go by themselves."),
            ],
        ),
    ]


def _open_points() -> list[str]:
    return [
        _("Is the city responsible alone, or jointly with the organisations (Art. 26 GDPR)?"),
        _("Does a public task support the consent as a legal basis (Art. 6(1)(e) GDPR with state law)?"),
        _("Is there a contract with the hosting provider (Art. 28 GDPR), and does all storage lie inside the EU?"),
        _("Which records does the city archive want to be offered?"),
        _("Does the supervisory authority's list for the public sector ask for an assessment of this processing?"),
        _("Has the data protection officer given advice (Art. 35(2) GDPR), and were persons concerned heard (35(9))?"),
    ]
