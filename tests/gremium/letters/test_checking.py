"""Checking a wording: what is wrong is told in a sentence that names the place."""

from gremium.letters.blocks import Block, Body
from gremium.letters.checking import problems, stops_printing
from gremium.letters.kinds import kind_of
from gremium.letters.shipped import shipped_body
from tests.gremium.letters.wording import changed

RECEIPT = kind_of("receipt")


def told(body: Body) -> str:
    return "\n".join(problems(RECEIPT, body))


def test_an_unknown_placeholder_is_named_with_its_block_and_sentence() -> None:
    body = changed("receipt", "{received_on}", "{eingang}")

    assert "{eingang}" in stops_printing(RECEIPT, body)[0]
    assert "Block 1 (" in told(body)
    assert "{received_on}" in told(body)


def test_a_lone_bracket_stops_printing() -> None:
    assert len(stops_printing(RECEIPT, changed("receipt", "{advice}", "{advice"))) == 1


def test_free_text_may_not_stand_inside_a_translated_sentence() -> None:
    kind = kind_of("interim")
    body = (Block("paragraph", ("Der Grund ist: {reason}",)),)

    assert "{reason}" in stops_printing(kind, body)[0]


def test_a_block_of_facts_must_name_one_of_the_letter() -> None:
    assert len(stops_printing(RECEIPT, (Block("list", (), "items"),))) == 1


def test_a_sentence_that_must_stay_is_asked_for() -> None:
    body = changed("receipt", "Es gibt keinen Anspruch darauf", "Es gibt vielleicht keinen Anspruch darauf")

    assert "Es gibt keinen Anspruch darauf, dass das Gremium sich mit Ihrem Fall befasst." in told(body)
    assert stops_printing(RECEIPT, body) == []


def test_a_letter_without_its_reference_cannot_be_released() -> None:
    without = tuple(block for block in shipped_body("receipt") if "{reference}" not in " ".join(block.sentences))

    assert "{reference}" in told(without)
