from forms.revising.word_diff import Piece, likeness, word_diff


def test_a_changed_word_stands_struck_out_before_the_new_one() -> None:
    assert word_diff("Rufen Sie 0231 an.", "Rufen Sie 0232 an.") == [
        Piece("same", "Rufen Sie "),
        Piece("removed", "0231"),
        Piece("added", "0232"),
        Piece("same", " an."),
    ]


def test_the_pieces_give_back_both_versions() -> None:
    old, new = "Der <b>Antrag</b> stoppt keine Frist.", "Der Antrag stoppt <b>keine</b> Abschiebung und keine Frist."
    pieces = word_diff(old, new)

    assert "".join(piece.text for piece in pieces if piece.change != "added") == old
    assert "".join(piece.text for piece in pieces if piece.change != "removed") == new


def test_the_same_text_is_one_piece_and_nothing_gives_none() -> None:
    assert word_diff("Gleich.", "Gleich.") == [Piece("same", "Gleich.")]
    assert word_diff("", "") == []


def test_likeness_goes_from_nothing_in_common_to_the_same() -> None:
    assert likeness("Termin", "Klage") == 0
    assert 0.5 < likeness("Der Termin ist geheim.", "Der Termin ist nicht öffentlich.") < 1
    assert likeness("Der Termin", "Der Termin") == 1
