"""The linter on sentences of the shipped texts and on their look-alikes: what it must find, and what it must not."""

import pytest

from pages.editing.plain_german import Hint, Rule, hints, sentences_of


def rules(text: str, level: str = "de") -> set[Rule]:
    return {hint.rule for hint in hints([text], level)}


@pytest.mark.parametrize(
    ("level", "rule", "text"),
    [
        ("de", Rule.PASSIVE, "Werde ich während des Antrags abgeschoben?"),
        ("de", Rule.PASSIVE, "Dann wird der Antrag gesperrt und gelöscht."),
        ("de", Rule.PASSIVE, "Es konnte nur bis 31. Dezember 2025 neu beantragt werden."),
        ("de", Rule.PASSIVE, "Sobald entschieden wurde, erfahren Sie das."),
        ("de", Rule.PASSIVE, "Die Familie wird am Montag informiert."),
        ("de", Rule.NEGATIONS, "Er ersetzt keine Klage und keinen Asylantrag."),
        ("de", Rule.NEGATIONS, "Ziehen Sie die Klage nicht ohne anwaltlichen Rat zurück."),
        ("de", Rule.SUBJUNCTIVE, "Für Menschen, für die das eine besondere Härte wäre."),
        ("de", Rule.SUBJUNCTIVE, "Das könnte helfen."),
        ("de", Rule.ABBREVIATION, "Bringen Sie z. B. Ihre Duldung mit."),
        ("de", Rule.ABBREVIATION, "Die Beratung bzw. die Ausländerbehörde hilft."),
        ("de", Rule.GENITIVE, "Zwei Personen der Wohlfahrtsverbände und die Leitung der Behörde lesen den Antrag."),
        ("de", Rule.VERY_LONG_WORD, "Die Aufenthaltserlaubnisverlängerung ist nötig."),
        ("de", Rule.DATE_IN_FIGURES, "Der Termin ist am 3.11.2026."),
        ("de-simple", Rule.GENITIVE, "Die vierte Person ist die Leitung der Ausländer-Behörde."),
        ("de-simple", Rule.GENITIVE, "Sie bleiben für die Wahlzeit des Rates."),
        ("de-simple", Rule.LONG_WORD, "Sie gehen zur Ausländerbehörde."),
        ("de-simple", Rule.NUMBER_WORD, "Das sind sieben Schritte."),
        ("de-simple", Rule.INSERTION, "Andere Wege – Petition, Gericht – bleiben möglich."),
        ("de-simple", Rule.INSERTION, "Die Duldung (ein Papier) ist wichtig."),
        ("de-simple", Rule.SPECIAL_SIGN, "Das steht in § 60a."),
        ("de-simple", Rule.LETTERS_FOR_WORDS, "Das BAMF prüft den Antrag."),
    ],
)
def test_it_finds(level: str, rule: Rule, text: str) -> None:
    assert rule in rules(text, level)


@pytest.mark.parametrize(
    ("level", "rule", "text"),
    [
        ("de", Rule.PASSIVE, "Die Geschäftsführung wird nachfragen."),
        ("de", Rule.PASSIVE, "Sie werden zur Beratung gehen."),
        ("de", Rule.PASSIVE, "Das wird bekannt."),
        ("de", Rule.PASSIVE, "Das Kind wird sechs Jahre alt."),
        ("de", Rule.PASSIVE, "Sie haben den Antrag gestellt."),
        ("de", Rule.PASSIVE, "Es wird spät, die Beratung ist beendet."),
        ("de", Rule.NEGATIONS, "Sie nehmen nicht teil."),
        ("de", Rule.NEGATIONS, "Nein. Die Leitung entscheidet frei."),
        ("de", Rule.SUBJUNCTIVE, "Die Leitung kann dort Unterlagen zeigen."),
        ("de", Rule.ABBREVIATION, "Zum Beispiel am 31. Dezember."),
        ("de", Rule.GENITIVE, "Die Leitung der Ausländerbehörde kann dort Unterlagen zeigen."),
        ("de", Rule.DATE_IN_FIGURES, "Rufen Sie an: 0231 555 0100, Zimmer 3.11 im Haus 2."),
        (
            "de",
            Rule.LONG_SENTENCE,
            "Sprechen Sie bei Gefahr sofort mit Ihrer Beratung oder einer Anwältin, einem Anwalt.",
        ),
        ("de-simple", Rule.GENITIVE, "Mit der Beratung sprechen Sie darüber, wenn Sie der Weitergabe zustimmen."),
        ("de-simple", Rule.LONG_WORD, "Die Entscheidungen trifft die Ausländer-Behörde."),
        ("de-simple", Rule.NUMBER_WORD, "Das sind 7 Schritte. Vielleicht achten Sie darauf."),
        ("de-simple", Rule.LETTERS_FOR_WORDS, "Sie bekommen ein PDF und eine E-Mail."),
        ("de-simple", Rule.INSERTION, "Das ist die Ausländer-Behörde."),
    ],
)
def test_it_leaves_alone(level: str, rule: Rule, text: str) -> None:
    assert rule not in rules(text, level)


def test_thirteen_words_are_long_in_plain_german_and_twenty_one_in_german() -> None:
    assert Rule.LONG_SENTENCE not in rules("Wort " * 11 + "Ende.", "de-simple")
    assert Rule.LONG_SENTENCE in rules("Wort " * 12 + "Ende.", "de-simple")
    assert Rule.LONG_SENTENCE not in rules("Wort " * 19 + "Ende.", "de")
    assert Rule.LONG_SENTENCE in rules("Wort " * 20 + "Ende.", "de")


def test_a_day_or_an_abbreviation_ends_no_sentence() -> None:
    assert sentences_of("Er kommt am 31. Dezember, z. B. mittags. Gehen Sie hin!") == [
        "Er kommt am 31. Dezember, z. B. mittags.",
        "Gehen Sie hin!",
    ]


def test_a_longer_text_that_speaks_to_nobody_is_told_so() -> None:
    told = "Das Gremium berät über den Fall. " * 12

    assert Rule.NO_ADDRESS in rules(told)
    assert Rule.NO_ADDRESS not in rules(f"{told} Sie bekommen eine Antwort.")
    assert Rule.NO_ADDRESS not in rules("Das Gremium berät.")


def test_a_hint_quotes_the_word_or_the_sentence_once() -> None:
    found = hints(["Ausländerbehörde und Ausländerbehörde.", "Das könnte sein."], "de-simple")

    assert found == [Hint(Rule.LONG_WORD, "Ausländerbehörde"), Hint(Rule.SUBJUNCTIVE, "Das könnte sein.")]


def test_a_plain_text_gives_no_hint_at_all() -> None:
    assert (
        hints(["Sie gehen zu einer Beratungs-Stelle.", "Dort hilft man Ihnen.", "Das kostet nichts."], "de-simple")
        == []
    )
