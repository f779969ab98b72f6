"""Signed notes (464.5), with the facts that the tests of Go's golang.org/x/mod/sumdb/note hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.accesslog.note import MOST_SIGNATURES, Note, check, sign
from workbench.accesslog.notekeys import KeyType, SigningKey, VerifierKey, well_named
from workbench.errors import FormatError, Unproven

PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)


def holds(data: str, key: str) -> bool:
    check(Note.parse(data.encode()), VerifierKey.parse(key))
    return True


def test_the_published_note_is_the_one_that_we_sign() -> None:
    key = SigningKey.parse(PETER_SECRET)
    assert str(key.public()) == PETER
    assert Note(TEXT, (sign(TEXT, key),)).encode().decode() == f"{TEXT}\n{PETER_LINE}"


def test_the_published_notes_hold_for_each_of_their_signers() -> None:
    both = f"{TEXT}\n{PETER_LINE}{ENOCH_LINE}"
    assert holds(both, PETER)
    assert holds(both, ENOCH)
    assert holds(f"{TEXT}\n{PETER_LINE}{PETER_LINE}{ENOCH_LINE}", PETER)


def test_a_note_that_a_key_did_not_sign_does_not_hold_for_it() -> None:
    with pytest.raises(Unproven, match="did not sign"):
        holds(f"{TEXT}\n{ENOCH_LINE}", PETER)


def test_a_false_signature_spoils_the_note_also_beside_a_true_one() -> None:
    false = PETER_LINE.replace("UgYN1", "UgYN2")
    for data in (f"{TEXT}\n{false}", f"{TEXT}\n{PETER_LINE}{false}", f"{TEXT.upper()}\n{PETER_LINE}"):
        with pytest.raises(Unproven, match="false"):
            holds(data, PETER)
    assert holds(f"{TEXT}\n{false}{ENOCH_LINE}", ENOCH), "a signature of an unknown key is not looked at"


@pytest.mark.parametrize(
    "data",
    [
        TEXT,
        TEXT + "\n",
        f"{TEXT}\n{PETER_LINE}"[:-1],
        f"\x01{TEXT}\n{PETER_LINE}",
        f"{TEXT}\n{PETER_LINE.replace('PeterNeumann', 'Bad Name')}",
        f"{TEXT}\n{PETER_LINE.replace('PeterNeumann', 'a+b')}",
        f"{TEXT}\n{PETER_LINE}Unexpected line.\n",
        f"{TEXT}\n— PeterNeumann AAAA\n",
        f"{TEXT}\n- PeterNeumann x08go/ZJ\n",
        f"{TEXT}\n{PETER_LINE * (MOST_SIGNATURES + 1)}",
        "",
        "x" * 1_000_001,
    ],
)
def test_what_is_no_signed_note_is_refused(data: str) -> None:
    with pytest.raises(FormatError):
        Note.parse(data.encode())


def test_bytes_that_are_no_utf_8_are_no_note() -> None:
    with pytest.raises(FormatError, match="UTF-8"):
        Note.parse(b"\xff" + f"{TEXT}\n{PETER_LINE}".encode())


def test_as_many_signatures_as_are_allowed_are_read() -> None:
    assert len(Note.parse(f"{TEXT}\n{PETER_LINE * MOST_SIGNATURES}".encode()).signatures) == MOST_SIGNATURES


def test_empty_lines_in_the_text_belong_to_it() -> None:
    key = SigningKey.generate("example.org/log")
    text = "one\n\n\ntwo\n"
    data = Note(text, (sign(text, key),)).encode()
    assert Note.parse(data).text == text
    assert holds(data.decode(), str(key.public()))


def test_a_newer_signature_of_a_key_takes_the_older_ones_place() -> None:
    key = SigningKey.parse(PETER_SECRET)
    old = sign("other\n", key)
    note = Note(TEXT, (old,)).with_signatures([sign(TEXT, key)])
    assert note.encode().decode() == f"{TEXT}\n{PETER_LINE}"


@pytest.mark.parametrize("whole", [PETER, PETER_SECRET])
def test_no_part_and_no_neighbour_of_a_key_is_a_key(whole: str) -> None:
    parse = SigningKey.parse if whole.startswith("PRIVATE") else VerifierKey.parse
    parse(whole)
    parts = {whole[a:b] for a in range(len(whole)) for b in range(a + 1, len(whole) + 1)} - {whole}
    near = {f"{whole[:at]}{chr(ord(whole[at]) + 1)}{whole[at + 1 :]}" for at in range(len(whole))}
    for text in parts | near:
        with pytest.raises(FormatError):
            parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_a_key_of_another_length_or_type_is_refused_though_its_id_fits(text: str) -> None:
    with pytest.raises(FormatError):
        VerifierKey.parse(text)


def test_a_private_key_does_not_show_its_secret_when_printed() -> None:
    key = SigningKey.generate("example.org/log")
    assert not re.search(r"seed|PRIVATE", repr(key))
    assert SigningKey.parse(key.secret()) == key


def test_a_key_of_type_6_is_read_and_verifies_nothing_yet() -> None:
    key = VerifierKey("example.org/witness", KeyType.COSIGNATURE_ML_DSA, bytes(1312))
    assert VerifierKey.parse(str(key)) == key
    assert not key.signed(b"", bytes(2420))


@settings(deadline=None)
@given(st.text(min_size=1, max_size=20))
def test_a_name_that_is_allowed_comes_back_from_a_note(name: str) -> None:
    if not well_named(name):
        with pytest.raises(FormatError):
            SigningKey.generate(name)
        return
    key = SigningKey.generate(name)
    assert VerifierKey.parse(str(key.public())) == key.public()
    assert holds(Note("x\n", (sign("x\n", key),)).encode().decode(), str(key.public()))
