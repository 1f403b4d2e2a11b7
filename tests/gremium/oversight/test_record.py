"""The Art. 30 record and the draft of an impact assessment say what the settings say."""

import pytest
from pytest_django.fixtures import Settings

from forms.versions import store_shipped_form
from gremium.people.models import Role
from tests.gremium.conftest import SignIn, make_person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize("page", ["verzeichnis", "folgenabschaetzung"])
def test_a_changed_period_shows_at_once_and_each_paper_is_marked_as_a_draft(
    settings: Settings, sign_in: SignIn, page: str
) -> None:
    store_shipped_form()
    settings.GREMIUM_RETENTION = {**settings.GREMIUM_RETENTION, "closed": 417}

    shown = (
        sign_in(make_person("protection", Role.DATA_PROTECTION))
        .get(f"/de/datenschutz-aufsicht/{page}/")
        .content.decode()
    )

    assert "417" in shown
    assert "Entwurf" in shown
    assert "besondere Kategorie Art. 9 DSGVO" in shown
    assert "Entbindung von der Schweigepflicht" in shown
