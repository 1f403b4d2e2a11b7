from pages.german_parts import marked


def test_a_german_text_is_marked_wherever_it_stands() -> None:
    html = marked("<h2>Titel</h2><details><summary>Titel</summary><p>Text</p></details>", ["Titel"])

    assert html.count('<span lang="de" dir="ltr">Titel</span>') == 2
    assert "<p>Text</p>" in html


def test_a_text_with_tags_inside_is_marked_piece_by_piece() -> None:
    html = marked('<p>Wir <b>helfen</b> <a href="/de/">gern</a></p>', ['Wir <b>helfen</b> <a id="a1">gern</a>'])

    assert html.count('lang="de"') == 3


def test_what_is_marked_already_or_in_another_language_stays_as_it_is() -> None:
    html = '<div lang="de" dir="ltr"><p>Titel</p></div><p>Title</p>'

    assert marked(html, ["Titel"]) == html


def test_without_german_parts_not_a_letter_is_touched() -> None:
    assert marked("<p>a<br>b &amp; c</p>", []) == "<p>a<br>b &amp; c</p>"
