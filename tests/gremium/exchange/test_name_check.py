"""What looks like a person in a free text, and what does not."""

import pytest

from gremium.exchange.name_check import look_over


@pytest.mark.parametrize(
    "text",
    [
        "Frau Karvani fragt, ob sie arbeiten darf.",
        "Der Vater, Herr Özdemir, hat keinen Pass.",
        "Die Person, geboren 12.04.1988, lebt hier.",
        "Sie ist Jahrgang 1988.",
        "Ein Kind (2.6.2013) geht zur Schule.",
        "Aktenzeichen 38/3-2 1234",
        "BAMF: 7654321-475",
        "Nummer 123456789012",
        "Der Fall BF-7K3M-Q2XS",
        "Schreiben Sie an a.b@example.org",
        "Tel. 0231 5550123",
        "+49 231 555 0123",
    ],
)
def test_what_could_tell_who_is_meant_is_pointed_out(text: str) -> None:
    assert look_over(text)


@pytest.mark.parametrize(
    "text",
    [
        "Gilt der Erlass vom 27.02.2024 auch für Paare?",
        "Was heißt § 25a Abs. 1 Satz 1 Nr. 2 AufenthG?",
        "Darf eine Frau ohne Pass heiraten?",
        "Reichen 1.200 Euro im Monat für eine Familie mit drei Kindern?",
        "Was gilt seit dem 31.12.2025 und bis zum 1. März 2027?",
        "Wie viele Monate bis 2025/2026 zählen?",
    ],
)
def test_what_a_professional_question_needs_is_left_alone(text: str) -> None:
    assert look_over(text) == []
