"""The receipt of a withdrawal: short, in both languages, and without anything of the case."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.utils.translation import override

from documents import keystore
from documents.bilingual import render_paper
from forms import catalogues
from forms import withdrawal_words as words
from forms.consent_texts import ConsentText, load_shipped_texts
from forms.reading_languages import reading_languages
from forms.versions import store_shipped_form
from forms.withdrawal_paper import receipt_of
from forms.withdrawals import DeclaredBy, Details, Scope, Withdrawal
from tests.documents.conftest import ReadText, plain, read_text

__all__ = ["read_text"]
pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ADVICE = "Marte Feldhaus, Beispielträger Nord (fiktiv), +49 30 23125 001"
REFERENCE = "BF-N5E8-ZB10"
KINDS = [
    (Scope.EVERYTHING, ()),
    (Scope.PERSONS, ()),
    (Scope.PURPOSES, ("P2", "P3", "P5", "P6", "P7", "P8")),
]


@pytest.fixture(autouse=True)
def texts(db: None) -> None:
    store_shipped_form()
    load_shipped_texts()


def withdrawal(scope: str, purposes: tuple[str, ...], language: str) -> Withdrawal:
    """A withdrawal that is confirmed in German, and in the language where one is given."""
    if language:
        catalogues.load_shipped_translations(language)
    subject = uuid4()
    keystore.create_key(subject)
    consent = ConsentText.objects.current("kurzantrag")
    made = Withdrawal(
        subject=subject,
        scope=scope,
        purposes=list(purposes),
        was_handed_in=True,
        consent_version=consent.version,
        consent_sha256=consent.sha256,
        declared_on=date(2026, 11, 24),
        recorded_at=datetime(2026, 11, 26, 12, tzinfo=UTC),
        erase_on=date(2026, 12, 10),
    )
    made.seal_details(
        Details(signer="antragsteller", declared_by=DeclaredBy.SELF, channel="letter", language=language, advice=ADVICE)
    )
    return made


def sentences(made: Withdrawal, language: str) -> list[str]:
    """All the receipt says in a language, in any order."""
    follows = words.consequences(
        made.scope, tuple(made.purposes), was_handed_in=made.was_handed_in, erase_on=made.erase_on
    )
    told = [words.title, words.declared_on("24.11.2026"), words.WHAT[made.scope], words.no_reason, words.keep_paper]
    told += [*follows.locked, *follows.erased, *follows.lasting, words.secretariat_too, words.locked_heading]
    with override(language):
        return [say() for say in told]


@pytest.mark.parametrize(("scope", "purposes"), KINDS)
@pytest.mark.parametrize("language", ["", *(one.code for one in reading_languages())])
def test_the_receipt_can_be_read_back_in_german_and_beside_it(
    scope: str, purposes: tuple[str, ...], language: str, read_text: ReadText
) -> None:
    made = withdrawal(scope, purposes, language)

    pdf, missing = render_paper(receipt_of(made, reference=REFERENCE))

    read = read_text(pdf, "-raw")
    assert not missing
    for told in [*sentences(made, "de"), *(sentences(made, language) if language else ())]:
        assert plain(told) in read, told
    assert plain(REFERENCE) in read
    assert plain(ADVICE) in read
    assert plain("10.12.2026") in read
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 2


def test_it_names_the_points_in_the_words_that_were_agreed_to(read_text: ReadText) -> None:
    made = withdrawal(Scope.PURPOSES, ("P5",), "ar")
    known = catalogues.shipped_translations("ar")
    german = ConsentText.objects.current("kurzantrag").paragraphs()["P5"]

    read = read_text(render_paper(receipt_of(made, reference=REFERENCE))[0], "-raw")

    assert plain(german.removeprefix("[P5] ")) in read
    assert plain(known[german].removeprefix("[P5] ")) in read
    assert plain("interne Unterlagen über mich") not in read


def test_what_only_allowed_something_promises_no_erasure() -> None:
    said = [say() for say in words.consequences("purposes", ("P3", "P5"), was_handed_in=True, erase_on=None).erased]

    with override("de"):
        assert "Es ist nichts zu löschen" in said[0] or "Nothing has to be erased" in said[0]


def test_a_second_print_is_the_same_paper() -> None:
    made = withdrawal(Scope.EVERYTHING, (), "ckb")

    first, second = (render_paper(receipt_of(made, reference=REFERENCE))[0] for _print in range(2))

    assert first == second
