import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pages.editing.po_files import MOST_BYTES
from pages.editing.segments import segments_of, source_of
from pages.models import InfoPage, Suggestion
from tests.pages.editing.conftest import ARABIC, Publish, enter

pytestmark = pytest.mark.django_db
ALL = "/cms/uebersetzungen/dateien/ar/"


def exported(editing: Client, address: str = ALL) -> polib.POFile:
    return polib.pofile(editing.get(address).text)


def upload(editing: Client, content: str | bytes, address: str = f"{ALL}hochladen/") -> str:
    data = content.encode() if isinstance(content, str) else content
    return editing.post(address, {"file": SimpleUploadedFile("ar.po", data)}, follow=True).text


def filled(editing: Client, texts: dict[str, str] = ARABIC) -> polib.POFile:
    catalogue = exported(editing)
    for entry in catalogue:
        entry.msgstr = texts.get(entry.msgid, "")
    return catalogue


def test_all_texts_or_one_go_out_with_their_translations(editing: Client, page: InfoPage) -> None:
    enter(page, {"Wann?": "متى؟"})

    one = exported(editing, f"/cms/uebersetzungen/{page.translation_key}/ar/datei/")

    assert {entry.msgid: entry.msgstr for entry in one}["Wann?"] == "متى؟"
    assert len(one) == 6
    assert {"Das Gremium", "Wann?"} <= {entry.msgid for entry in exported(editing)}


def test_a_changed_sentence_goes_out_with_its_old_german(editing: Client, page: InfoPage, publish: Publish) -> None:
    enter(page, ARABIC)
    publish(lead="Wir sind am Dienstag da.")

    entry = next(entry for entry in exported(editing) if entry.msgid == "Wir sind am Dienstag da.")

    assert entry.fuzzy
    assert entry.previous_msgid == "Wir sind am Montag da."


def test_a_filled_file_comes_back_as_suggestions_and_publishes_nothing(editing: Client, page: InfoPage) -> None:
    told = upload(editing, str(filled(editing)))

    assert "6 übersetzte Teile aus 1 Texten warten" in told
    assert Suggestion.objects.filter(text=page.translation_key, language="ar").count() == 6
    assert not InfoPage.objects.filter(locale__language_code="ar").exists()
    source = source_of(page.translation_key)
    assert source is not None
    assert not any(row.translation for row in segments_of(source, "ar"))


def test_the_same_file_again_says_nothing_new(editing: Client, page: InfoPage) -> None:
    enter(page, ARABIC)

    assert "0 übersetzte Teile aus 0 Texten" in upload(editing, str(filled(editing)))


def test_what_does_not_fit_is_told_line_by_line_and_the_rest_taken_in(editing: Client, page: InfoPage) -> None:
    catalogue = filled(editing, ARABIC | {"Kommen Sie <b>am Montag</b>.": "تعالوا يوم الاثنين."})
    catalogue.append(polib.POEntry(msgctxt="x", msgid="Das gibt es nicht.", msgstr="لا شيء"))

    told = upload(editing, str(catalogue))

    assert "Aufgenommen: 5 Teile aus 1 Texten." in told
    assert "Das gibt es nicht.: Das steht nicht im heutigen deutschen Text." in told
    assert "fehlen: &lt;/b&gt; &lt;b&gt;" in told


def test_a_fuzzy_or_empty_entry_is_no_translation(editing: Client, page: InfoPage) -> None:
    catalogue = filled(editing, {"Wann?": "متى؟"})
    for entry in catalogue:
        if entry.msgstr:
            entry.flags = ["fuzzy"]

    upload(editing, str(catalogue))

    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe\x00", "nicht in UTF-8"),
        (b"/etc/passwd", "keine PO-Datei"),
        (b"nur Text\n", "keine PO-Datei"),
        (b'msgid "a"\nmsgwrong "b"\n', "nicht lesen"),
        (b'msgid ""\nmsgstr "Language: fa\\n"\n', "andere Sprache: fa"),
        (b"#" * (MOST_BYTES + 1), "zu groß"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(
    editing: Client, page: InfoPage, content: bytes, told: str
) -> None:
    assert told in upload(editing, content)


def test_no_file_at_all_is_told(editing: Client, page: InfoPage) -> None:
    assert editing.post(f"{ALL}hochladen/").status_code == 422
