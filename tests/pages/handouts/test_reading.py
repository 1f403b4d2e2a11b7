"""What a page shows is read as structured text; nothing of it is lost, and nothing that only a screen needs is kept."""

from documents.handouts import Aside, Box, Facts, Grid, Heading, Items, Paragraph, Piece, Run
from pages.handouts.reading import read

ORIGIN = "https://gremium.example"


def said(*texts: str) -> Paragraph:
    return Paragraph(runs=tuple(Run(text=text) for text in texts))


def title(text: str, level: int = 2) -> Heading:
    return Heading(runs=(Run(text=text),), level=level)


def pieces(html: str) -> list[Piece]:
    return list(read(html, ORIGIN))


def test_headings_lead_and_paragraphs_keep_their_kind() -> None:
    assert pieces('<div class="page"><h1>Titel</h1><p class="lead">Vorab</p>\n <h2>Teil</h2><p>Text</p></div>') == [
        title("Titel", 1),
        Paragraph(runs=(Run(text="Vorab"),), is_lead=True),
        title("Teil"),
        said("Text"),
    ]


def test_running_text_keeps_bold_words_links_breaks_and_single_blanks() -> None:
    html = '<p>Rufen  Sie\n<b>sofort</b> <a href="/de/beratung/">die  Beratung</a> an.<br>Heute.</p>'

    [paragraph] = pieces(html)

    assert isinstance(paragraph, Paragraph)
    assert paragraph.runs == (
        Run(text="Rufen Sie "),
        Run(text="sofort", is_bold=True),
        Run(text=" "),
        Run(text="die Beratung", address=f"{ORIGIN}/de/beratung/"),
        Run(text=" an.\nHeute."),
    )


def test_what_a_page_shows_on_a_line_of_its_own_begins_a_new_line() -> None:
    [paragraph] = pieces('<p><a href="/de/x/">Treffen</a> <span class="block">Dienstag</span></p>')
    [alone] = pieces('<p><span class="block">Dienstag</span></p>')

    assert isinstance(paragraph, Paragraph)
    assert isinstance(alone, Paragraph)
    assert paragraph.runs == (Run(text="Treffen", address=f"{ORIGIN}/de/x/"), Run(text=" \nDienstag"))
    assert alone.runs == (Run(text="Dienstag"),)


def test_a_word_in_another_language_says_which() -> None:
    [paragraph] = pieces('<p>حق <span lang="de" dir="ltr">Duldung</span></p>')

    assert isinstance(paragraph, Paragraph)
    assert paragraph.runs == (Run(text="حق "), Run(text="Duldung", lang="de"))


def test_lists_are_bullets_numbers_or_steps() -> None:
    bullets, numbers, steps = pieces(
        "<ul><li>eins</li><li><p>zwei</p><p>drei</p></li></ul><ol><li>vier</li></ol>"
        '<ol class="process"><li><h2>Schritt</h2><p>Text</p></li></ol>'
    )

    assert bullets == Items(items=((said("eins"),), (said("zwei"), said("drei"))))
    assert numbers == Items(items=((said("vier"),),), is_numbered=True)
    assert steps == Items(items=((title("Schritt", 1), said("Text")),), is_numbered=True, are_steps=True)


def test_a_question_becomes_a_heading_with_its_answer() -> None:
    html = "<h1>Fragen</h1><h2>Teil</h2><details><summary>Was kostet es?</summary><div><p>Nichts.</p></div></details>"

    assert pieces(html)[2:] == [title("Was kostet es?", 3), said("Nichts.")]


def test_notices_and_cards_are_boxes_and_a_notice_keeps_its_tone() -> None:
    notice, card = pieces(
        '<div class="notice notice--serious"><strong class="notice__title">Wichtig</strong><p>Text</p></div>'
        '<article class="card"><p>Träger</p></article>'
    )

    assert notice == Box(pieces=(Paragraph(runs=(Run(text="Wichtig", is_bold=True),)), said("Text")), tone="serious")
    assert card == Box(pieces=(said("Träger"),))


def test_facts_tables_and_terms_keep_what_belongs_together() -> None:
    facts, heading, grid, term, meaning = pieces(
        '<dl class="facts"><div><dt>Telefon</dt><dd><a href="tel:0231">0231</a></dd></div></dl>'
        "<table><caption>2026</caption><tr><th>Jahr</th><th>Zahl</th></tr><tr><th>Fälle</th><td>12</td></tr></table>"
        "<dl><div><dt>Duldung</dt><dd>Die Abschiebung ist ausgesetzt.</dd></div></dl>"
    )

    assert facts == Facts(facts=(((Run(text="Telefon"),), (Paragraph(runs=(Run(text="0231", address="tel:0231"),)),)),))
    assert heading == title("2026", 1)
    assert isinstance(grid, Grid)
    assert grid.heads == 1
    assert [[run.text for cell in row for run in cell] for row in grid.rows] == [["Jahr", "Zahl"], ["Fälle", "12"]]
    assert [term, meaning] == [title("Duldung", 1), said("Die Abschiebung ist ausgesetzt.")]


def test_what_repeats_the_text_in_german_stands_aside_wherever_it_is() -> None:
    german = Aside(pieces=(Paragraph(runs=(Run(text="Rat", lang="de"),)),))

    title_, aside, points, entry, meaning, last = pieces(
        '<h1>مشورة</h1><p class="german" lang="de">Rat</p>'
        '<ul class="points"><li>مشورة<span class="german" lang="de">Rat</span></li></ul>'
        '<dl><div><dt>مشورة</dt><dd>معنى</dd><dd class="german" lang="de">Rat</dd></div></dl>'
    )

    assert (title_, entry) == (title("مشورة", 1), title("مشورة", 2))
    assert aside == last == german
    assert points == Items(items=((said("مشورة"), german),))
    assert meaning == said("معنى")


def test_times_and_addresses_keep_their_way() -> None:
    [paragraph] = pieces('<p>من <span dir="ltr">10:00–13:00</span></p>')

    assert isinstance(paragraph, Paragraph)
    assert paragraph.runs == (Run(text="من "), Run(text="10:00–13:00", is_ltr=True))


def test_a_phone_number_stays_on_paper_though_it_is_a_button_on_a_screen() -> None:
    html = '<p><a class="button" href="tel:+49231"><span class="visually-hidden">Telefon</span> 0231</a></p>'

    assert pieces(html) == [Paragraph(runs=(Run(text="Telefon 0231", address="tel:+49231"),))]


def test_headings_never_leap_over_a_level() -> None:
    levels = [
        piece.level
        for piece in pieces("<h1>A</h1><h4>B</h4><h4>C</h4><h2>D</h2><h3>E</h3>")
        if isinstance(piece, Heading)
    ]

    assert levels == [1, 2, 2, 2, 3]


def test_what_only_a_screen_needs_stays_off_the_paper() -> None:
    html = (
        '<form><label>Bezirk</label></form><p class="no-print">Hören</p><a class="button" href="x">Weiter</a>'
        "<audio controls></audio><script>1</script><svg><title>Bild</title></svg><p hidden>weg</p><p>bleibt</p>"
    )

    assert pieces(html) == [said("bleibt")]
