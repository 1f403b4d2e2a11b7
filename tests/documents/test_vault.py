"""What is sealed opens for its own case and place alone, and never if a bit is wrong."""

import io
from collections.abc import Iterator
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import keystore, vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
OFTEN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CHUNK = vault.CHUNK_BYTES


def sealed_file(subject: UUID, plain: bytes, purpose: str = "upload/1/original") -> bytes:
    return b"".join(vault.seal_stream(subject, purpose, [plain]))


def opened_file(subject: UUID, sealed: bytes, purpose: str = "upload/1/original") -> bytes:
    return b"".join(vault.unseal_stream(subject, purpose, io.BytesIO(sealed)))


def opened_here(subject: UUID, sealed: bytes) -> io.BufferedReader:
    return io.BufferedReader(vault.UnsealedFile(subject, "upload/1/original", io.BytesIO(sealed)), CHUNK)


@OFTEN
@given(plain=st.binary(max_size=3000))
def test_a_value_comes_back(subject: UUID, plain: bytes) -> None:
    sealed = vault.seal(subject, "draft/1/answers", plain)

    assert vault.unseal(subject, "draft/1/answers", sealed) == plain
    assert len(plain) < 8 or plain not in sealed


@OFTEN
@given(plain=st.binary(max_size=200), place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_flipped_bit_in_a_value_is_noticed(subject: UUID, plain: bytes, place: int, bit: int) -> None:
    sealed = bytearray(vault.seal(subject, "draft/1/answers", plain))
    sealed[place % len(sealed)] ^= 1 << bit

    with pytest.raises(vault.SealBroken):
        vault.unseal(subject, "draft/1/answers", bytes(sealed))


@OFTEN
@given(plain=st.binary(min_size=1, max_size=200), cut=st.integers(min_value=1))
def test_a_cut_value_is_noticed(subject: UUID, plain: bytes, cut: int) -> None:
    sealed = vault.seal(subject, "draft/1/answers", plain)

    with pytest.raises(vault.SealBroken):
        vault.unseal(subject, "draft/1/answers", sealed[: -(cut % len(sealed) or 1)])


def test_a_value_moved_to_another_field_or_case_is_refused(subject: UUID, other_subject: UUID) -> None:
    sealed = vault.seal(subject, "draft/1/answers", b"Duldung")

    with pytest.raises(vault.SealBroken):
        vault.unseal(subject, "draft/2/answers", sealed)
    with pytest.raises(vault.SealBroken):
        vault.unseal(other_subject, "draft/1/answers", sealed)


def test_another_case_cannot_open_a_value_even_with_the_first_ones_key_id(subject: UUID, other_subject: UUID) -> None:
    own = keystore.data_key(other_subject).key_id
    sealed = vault.seal(subject, "draft/1/answers", b"Duldung")

    with pytest.raises(vault.SealBroken):
        vault.unseal(other_subject, "draft/1/answers", sealed[:1] + own + sealed[1 + len(own) :])


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])
def test_a_file_of_any_length_comes_back(subject: UUID, size: int) -> None:
    plain = bytes(range(256)) * (size // 256 + 1)

    assert opened_file(subject, sealed_file(subject, plain[:size])) == plain[:size]


@OFTEN
@given(pieces=st.lists(st.binary(max_size=90_000), max_size=6))
def test_the_size_of_the_pieces_makes_no_difference(subject: UUID, pieces: list[bytes]) -> None:
    sealed = b"".join(vault.seal_stream(subject, "f", pieces))

    assert opened_file(subject, sealed, "f") == b"".join(pieces)
    assert len(sealed) == len(sealed_file(subject, b"".join(pieces), "f"))


@pytest.mark.parametrize("size", [CHUNK, 2 * CHUNK, 3 * CHUNK + 5])
def test_a_file_cut_at_any_chunk_border_is_noticed(subject: UUID, size: int) -> None:
    sealed = sealed_file(subject, b"x" * size)
    step = CHUNK + vault.TAG_BYTES
    borders = range(vault.HEADER_BYTES, len(sealed), step)

    for border in borders:
        with pytest.raises(vault.SealBroken):
            opened_file(subject, sealed[:border])


@OFTEN
@given(place=st.integers(min_value=0))
def test_a_file_cut_anywhere_is_noticed(subject: UUID, place: int) -> None:
    sealed = sealed_file(subject, b"y" * (CHUNK + 100))

    with pytest.raises(vault.SealBroken):
        opened_file(subject, sealed[: place % len(sealed)])


@OFTEN
@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_flipped_bit_in_a_file_gives_no_byte_of_its_chunk(subject: UUID, place: int, bit: int) -> None:
    plain = b"a" * CHUNK + b"b" * CHUNK + b"c" * 10
    sealed = bytearray(sealed_file(subject, plain))
    place %= len(sealed)
    sealed[place] ^= 1 << bit
    given_out: list[bytes] = []

    with pytest.raises(vault.SealBroken):
        given_out.extend(vault.unseal_stream(subject, "upload/1/original", io.BytesIO(bytes(sealed))))

    whole_before = max(place - vault.HEADER_BYTES, 0) // (CHUNK + vault.TAG_BYTES)
    assert b"".join(given_out) == b"" or len(given_out) <= whole_before


def chunks_of(sealed: bytes) -> Iterator[bytes]:
    for start in range(vault.HEADER_BYTES, len(sealed), CHUNK + vault.TAG_BYTES):
        yield sealed[start : start + CHUNK + vault.TAG_BYTES]


def test_chunks_can_be_neither_swapped_nor_doubled_nor_left_out(subject: UUID) -> None:
    sealed = sealed_file(subject, b"a" * CHUNK + b"b" * CHUNK + b"c" * CHUNK)
    head, (one, two, three) = sealed[: vault.HEADER_BYTES], chunks_of(sealed)

    for order in ((two, one, three), (one, one, two, three), (one, three), (one, two, two), (three,), ()):
        with pytest.raises(vault.SealBroken):
            opened_file(subject, head + b"".join(order))


def test_chunks_of_two_files_of_one_case_do_not_mix(subject: UUID) -> None:
    first, second = (sealed_file(subject, letter * CHUNK + b"end") for letter in (b"a", b"b"))
    spliced = first[: vault.HEADER_BYTES] + next(chunks_of(second)) + list(chunks_of(first))[1]

    with pytest.raises(vault.SealBroken):
        opened_file(subject, spliced)


@OFTEN
@given(data=st.data(), length=st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7]))
def test_a_file_is_read_from_any_place_as_if_it_were_not_sealed(
    subject: UUID, data: st.DataObject, length: int
) -> None:
    plain = bytes(number * 31 % 251 for number in range(length))
    file = opened_here(subject, sealed_file(subject, plain))

    for _time in range(4):
        start, size = data.draw(st.integers(0, length + 5)), data.draw(st.integers(0, 2 * CHUNK))
        assert file.seek(start) == start
        assert file.read(size) == plain[start : start + size]
    assert file.seek(0, io.SEEK_END) == length
    file.close()


@pytest.mark.parametrize("kept", [0, 10, vault.HEADER_BYTES, vault.HEADER_BYTES + CHUNK + vault.TAG_BYTES, -1])
def test_a_cut_file_does_not_open_to_be_read_from_any_place(subject: UUID, kept: int) -> None:
    sealed = sealed_file(subject, bytes(3 * CHUNK))

    with pytest.raises(vault.SealBroken):
        opened_here(subject, sealed[:kept])


def test_a_flipped_bit_is_noticed_where_it_is_read(subject: UUID) -> None:
    sealed = bytearray(sealed_file(subject, bytes(3 * CHUNK)))
    sealed[vault.HEADER_BYTES + CHUNK + vault.TAG_BYTES + 5] ^= 1
    file = opened_here(subject, bytes(sealed))

    assert file.read(CHUNK) == bytes(CHUNK)
    with pytest.raises(vault.SealBroken):
        file.read(1)


def test_a_file_moved_to_another_place_or_case_is_refused(subject: UUID, other_subject: UUID) -> None:
    sealed = sealed_file(subject, b"Attest")

    with pytest.raises(vault.SealBroken):
        opened_file(subject, sealed, "upload/2/original")
    with pytest.raises(vault.SealBroken):
        opened_file(other_subject, sealed)


def test_a_value_is_no_file_and_a_file_no_value(subject: UUID) -> None:
    with pytest.raises(vault.SealBroken):
        opened_file(subject, vault.seal(subject, "p", b"x" * 200), "p")
    with pytest.raises(vault.SealBroken):
        vault.unseal(subject, "p", sealed_file(subject, b"x" * 200, "p"))


def test_the_same_plain_text_never_gives_the_same_sealed_text(subject: UUID) -> None:
    assert len({vault.seal(subject, "p", b"x") for _time in range(500)}) == 500


def test_fingerprints_tell_parts_apart_and_mean_nothing_elsewhere(subject: UUID, other_subject: UUID) -> None:
    assert vault.fingerprint(subject, b"ab", b"c") == vault.fingerprint(subject, b"ab", b"c")
    assert vault.fingerprint(subject, b"ab", b"c") != vault.fingerprint(subject, b"a", b"bc")
    assert vault.fingerprint(subject, b"ab") != vault.fingerprint(other_subject, b"ab")


def test_nothing_opens_once_the_key_is_destroyed(subject: UUID) -> None:
    value, file = vault.seal(subject, "p", b"x"), sealed_file(subject, b"y")

    keystore.destroy_key(subject)

    with pytest.raises(keystore.KeyMissing):
        vault.unseal(subject, "p", value)
    with pytest.raises(keystore.KeyMissing):
        opened_file(subject, file)
    with pytest.raises(keystore.KeyMissing):
        keystore.create_key(subject)
