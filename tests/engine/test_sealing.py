"""Keys, references and codes: derived from one secret, hard to guess, easy to type."""

import re

import pytest

from engine import sealing

KEY = "a key for tests only, of more than 32 characters"
SALT = bytes(range(16))


def test_a_code_holds_128_bits_in_letters_and_digits_that_can_be_read_out() -> None:
    code = sealing.case_code(KEY, "C-2026-7K3QF2", SALT)

    assert re.fullmatch("[A-Z2-7]{26}", code)
    assert 26 * 5 >= 128


def test_a_code_opens_one_case_of_one_instance_only() -> None:
    codes = {
        sealing.case_code(KEY, "C-2026-7K3QF2", SALT),
        sealing.case_code(KEY, "C-2026-7K3QF3", SALT),
        sealing.case_code(KEY, "C-2026-7K3QF2", bytes(16)),
        sealing.case_code(KEY + "!", "C-2026-7K3QF2", SALT),
    }

    assert len(codes) == 4


def test_a_later_letter_carries_the_same_code() -> None:
    assert sealing.case_code(KEY, "C-2026-7K3QF2", SALT) == sealing.case_code(KEY, "C-2026-7K3QF2", SALT)


def test_a_code_may_be_typed_with_blanks_and_in_small_letters() -> None:
    code = sealing.case_code(KEY, "C-2026-7K3QF2", SALT)

    typed = f"  {sealing.grouped(code).lower()}\t\n"

    assert re.fullmatch("([A-Z2-7]{4} ){6}[A-Z2-7]{2}", sealing.grouped(code))
    assert sealing.plain(typed) == code


@pytest.mark.parametrize("typed", ["C-2026-7K3QF2", "c20267k3qf2", "C 2026 7K3 QF2", "c-2026 7K3QF2", "C-2O26-7K3QF2"])
def test_a_reference_may_be_typed_in_every_way_that_can_mean_one_only(typed: str) -> None:
    assert sealing.reference(typed) == "C-2026-7K3QF2"


@pytest.mark.parametrize("typed", ["", "7K3QF2", "C-2026", "C-2026-7K3QF", "C-2026-7K3QF2-2", "D-2026-7K3QF2-2"])
def test_what_is_no_whole_reference_is_left_as_it_is(typed: str) -> None:
    assert sealing.reference(typed) == typed


def test_a_sign_that_no_code_holds_is_taken_for_the_one_it_looks_like() -> None:
    assert sealing.code("AB0D-8FOH ijkl") == "ABODBFOHIJKL"


def test_what_no_reference_can_hold_is_dropped_before_anything_looks_it_up() -> None:
    assert sealing.plain("c-2026\x00-7k3\ud800qf2\u202e'%") == "C-2026-7K3QF2"
    assert len(sealing.plain("A" * 10_000)) == 64


def test_a_reference_can_be_read_out_on_the_telephone() -> None:
    references = [sealing.new_reference(2026) for _ in range(50)]

    assert all(re.fullmatch("C-2026-[2-9A-HJ-NP-Z]{6}", reference) for reference in references)
    assert len(set(references)) == 50


def test_each_purpose_has_a_key_of_its_own() -> None:
    assert sealing.subkey(KEY, "state") != sealing.subkey(KEY, "case-code")
    assert sealing.subkey(KEY, "state") != sealing.subkey(KEY + "!", "state")


def test_nobody_without_the_key_can_try_out_what_a_hash_stands_for() -> None:
    assert sealing.keyed_hash(KEY, "limit", "203.0.113.7") != sealing.keyed_hash(KEY + "!", "limit", "203.0.113.7")


def test_two_texts_are_the_same_or_not_whatever_they_hold() -> None:
    assert sealing.same("zoë", "zoë")
    assert not sealing.same("zoë", "zoe")


def test_an_address_of_a_draft_cannot_be_guessed() -> None:
    tokens = {sealing.token() for _ in range(50)}

    assert len(tokens) == 50
    assert all(re.fullmatch(r"[\w-]{22}", token) for token in tokens)
