"""Q50, Art. 15: a person gets all of her own data and nobody else's, and nothing of it is stored."""

import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from documents.journal import Act
from forms.own_data import MASK, own_answers
from forms.versions import store_shipped_form
from gremium.cases.demo.bringing_in import bring_in
from gremium.cases.models import Case
from gremium.oversight.data_requests import answer_request, people_of
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.cases.taking_back import acts, example
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def family(marte: User) -> Case:
    store_shipped_form()
    return bring_in(example("C1"), by=actor_of(marte))


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def asked(case: Case, ref: str, by: User) -> dict[str, bytes]:
    return opened(answer_request(case, ref=ref, received_on=timezone.localdate(), by=actor_of(by)))


def test_each_person_gets_her_own_entries_and_nobody_elses(family: Case, marte: User) -> None:
    applicant, *others = people_of(family)
    assert others

    for person in (applicant, *others):
        files = asked(family, person.ref, marte)
        answers: dict[str, Any] = json.loads(files["Angaben.json"])["answers"]
        entries = answers.get("familienmitglieder", [])
        assert {one["fm_id"] for one in entries} == ({person.ref} if person != applicant else set())
        assert ("begruendung" in answers) == (person == applicant)
        declared = json.loads(files["Einwilligungen.json"])["declarations"]
        assert {one["ew_person"] for one in declared} <= {person.ref}
        assert files["Kopie.pdf"].startswith(b"%PDF")
        first_names = {other.name.split()[0] for other in (applicant, *others) if other != person}
        said = files["Angaben.json"].decode()
        assert not [name for name in first_names if name in said]


def test_q50_it_takes_less_than_a_minute_and_holds_files_letters_recipients_and_accesses(
    family: Case, marte: User
) -> None:
    start = time.monotonic()

    files = asked(family, "antragsteller", marte)

    assert time.monotonic() - start < 60
    assert any(name.startswith("Anlagen/") for name in files)
    assert any(name.startswith("Schreiben/") for name in files)
    assert "Geschäftsstelle" in files["Empfaenger.txt"].decode()
    assert "Marte" not in files["Zugriffe.csv"].decode()
    assert acts(family)[-2:] == [Act.DATA_REQUEST_RECEIVED, Act.DATA_REQUEST_ANSWERED]


def test_names_of_others_are_masked_in_texts() -> None:
    answers = {
        "vornamen": "Amira",
        "familienname": "Beispiel",
        "geburtsdatum": "1990-01-01",
        "begruendung": "Amira und Karims Schule. Beispiel.",
        "familienmitglieder": [
            {"fm_id": "F1", "fm_mitantrag": "nein", "fm_vornamen": "Karim", "fm_familienname": "Beispiel"}
        ],
    }

    own = own_answers(answers, "antragsteller", timezone.localdate())

    assert own["begruendung"] == f"Amira und {MASK} Schule. Beispiel."
    assert "familienmitglieder" not in own


def test_the_archive_is_given_on_the_pages_under_a_neutral_name_and_stored_nowhere(
    family: Case, marte: User, ulrike: User, sign_in: SignIn, tmp_path: Path
) -> None:
    for user, area in ((marte, "antrag"), (ulrike, "geschaeftsstelle")):
        client, address = sign_in(user), f"/de/{area}/{family.pk}/auskunft/"
        assert client.get(address).status_code == 200
        assert client.post(address, {"received_on": "2026-11-20"}).status_code == 422
        answer = client.post(address, {"person": "antragsteller", "received_on": "2026-11-20"})
        assert answer["Content-Disposition"] == 'attachment; filename="Auskunft.zip"'
        assert "Kopie.pdf" in opened(answer.content)
