"""Issuing letters: the paper is set at once, sealed with the subject's key, and stays what was sent."""

from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from documents import keystore, sealed_files
from documents.actors import SYSTEM, Actor
from documents.journal import Act, JournalLine
from forms.signals import everything_erased
from gremium.cases.models import State
from gremium.letters.composing import FactMissing, Facts, examples
from gremium.letters.erasing import forget_letters
from gremium.letters.issuing import LetterForgotten, NotAgreed, issue_letter, letter_pdf
from gremium.letters.kinds import kind_of
from gremium.letters.models import Letter, LetterTemplate, TemplateState
from gremium.people.models import User
from tests.gremium.cases.conftest import bring
from tests.gremium.cases.taking_back import APPLICANT, BringIn, take_back

__all__ = ["bring"]
SECRETARIAT = Actor(ref="secretariat-1", name="Ulrike")

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def issue(kind: str, *, subject: UUID | None = None, language: str = "", **changed: str) -> Letter:
    facts: Facts = examples(kind_of(kind))
    return issue_letter(
        kind,
        subject=subject or uuid4(),
        facts={**facts.single, **changed},
        lists=facts.lists,
        groups=facts.groups,
        language=language,
        by=SECRETARIAT,
    )


def test_a_letter_reads_back_as_the_bytes_that_were_sealed() -> None:
    letter = issue("receipt")

    pdf = letter_pdf(letter)

    assert pdf.startswith(b"%PDF-")
    assert sha256(pdf).hexdigest() == letter.sha256
    with sealed_files.storage().open(letter.file) as file:
        assert b"%PDF-" not in file.read()


def test_a_letter_stays_what_was_sent_when_the_wording_changes() -> None:
    letter = issue("receipt")
    sent = letter_pdf(letter)
    changed = [{"kind": "paragraph", "sentences": ["Anders: {reference}, {received_on}, {advice}."], "key": ""}]
    LetterTemplate.objects.create(kind="receipt", number=1, body=changed, state=TemplateState.RELEASED)

    later = issue("receipt", subject=letter.subject)

    assert letter_pdf(letter) == sent
    assert letter_pdf(later) != sent
    assert (later.number, later.template and later.template.number) == (2, 1)


def test_a_fact_that_is_missing_is_named_and_nothing_is_issued() -> None:
    with pytest.raises(FactMissing, match="received_on"):
        issue("receipt", received_on=" ")

    assert not Letter.objects.exists()


def test_issuing_writes_one_line_of_the_journal() -> None:
    letter = issue("interim")

    line = JournalLine.objects.about(letter.subject).get()
    assert (line.act, line.details) == (Act.LETTER_ISSUED, {"kind": "interim", "letter": str(letter.pk)})


def test_a_wording_that_no_longer_fits_its_kind_gives_way_to_the_shipped_one() -> None:
    body = [{"kind": "paragraph", "sentences": ["{gone}"], "key": ""}]
    LetterTemplate.objects.create(kind="receipt", number=1, body=body, state=TemplateState.RELEASED)

    assert issue("receipt").template is None


def test_a_person_who_speaks_a_neighbouring_language_gets_one_she_reads() -> None:
    assert issue("receipt", language="prs").language == "fa"
    assert issue("receipt", language="vi").language == ""
    assert issue("minutes", language="ar").language == ""


def test_a_decision_aid_needs_p5_when_it_is_made_and_whenever_it_is_read(bring: BringIn, marte: User) -> None:
    with pytest.raises(NotAgreed):
        issue("decision_aid")
    case = bring("C1", State.SUBMITTED)
    letter = issue("decision_aid", subject=case.subject)
    assert letter_pdf(letter)

    take_back(case, marte, APPLICANT, "P5")

    with pytest.raises(NotAgreed):
        letter_pdf(letter)
    with pytest.raises(NotAgreed):
        issue("decision_aid", subject=case.subject)


def test_letters_go_when_a_withdrawn_application_is_erased() -> None:
    letter = issue("receipt")

    everything_erased.send(object, subject=letter.subject, by=SYSTEM)

    letter.refresh_from_db()
    assert not letter.is_kept


def test_forgotten_letters_leave_rows_that_say_nothing() -> None:
    letter = issue("assessment", language="ar")
    name = letter.file

    assert forget_letters(letter.subject) == 1

    letter.refresh_from_db()
    assert (letter.file, letter.sha256, letter.language) == ("", "", "")
    assert not sealed_files.storage().exists(name)
    with pytest.raises(LetterForgotten):
        letter_pdf(letter)


def test_nothing_is_issued_about_an_erased_subject() -> None:
    letter = issue("receipt")
    keystore.destroy_key(letter.subject)

    with pytest.raises(keystore.KeyMissing):
        issue("receipt", subject=letter.subject)
