"""People sign in with one answer for every mistake; a sign-in can be ended, and ends by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from engine import people
from engine.db import Database
from engine.errors import SignInFailed, TooOften
from engine.model import Person, SignIn
from engine.people import signing_in

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


@pytest.fixture
def eve(database: Database) -> Person:
    """Eve Lund handles and reviews."""
    with database.transaction() as session:
        return people.add(session, "Eve Lund", "Eve@Office.example ", PASSWORD, ["Handler", "Reviewer"], NOON)


def signed_in(database: Database, email: str = "eve@office.example", password: str = PASSWORD,
              now: datetime = NOON) -> str:
    with database.transaction() as session:
        return people.sign_in(session, email, password, "a browser", now)


def who(database: Database, token: str, now: datetime = NOON) -> str:
    with database.reading() as session:
        person = people.signed_in(session, token, now)
        return person.name if person else ""


def change(database: Database, eve: Person, **about: object) -> None:
    with database.transaction() as session:
        row = session.get_one(Person, eve.id)
        for name, value in about.items():
            setattr(row, name, value)


def test_the_right_password_opens_whatever_the_case_of_the_address(database: Database, eve: Person) -> None:
    assert who(database, signed_in(database)) == "Eve Lund"
    assert who(database, signed_in(database, "  EVE@office.example")) == "Eve Lund"


@pytest.mark.parametrize(("email", "password"), [
    ("eve@office.example", "wrong"), ("nobody@office.example", PASSWORD), ("eve@office.example", ""), ("", ""),
    ("eve@office.example\0", "wrong"), ("' or 1=1 --", PASSWORD),
])
def test_every_wrong_pair_gets_one_answer(database: Database, eve: Person, email: str, password: str) -> None:
    with pytest.raises(SignInFailed) as refused:
        signed_in(database, email, password)

    assert refused.value.message == "E-mail or password is wrong."
    assert refused.value.about == {}


def test_somebody_who_was_given_no_password_cannot_sign_in(database: Database, eve: Person) -> None:
    change(database, eve, password="")

    with pytest.raises(SignInFailed):
        signed_in(database, password="")


def test_an_unknown_address_takes_the_same_work_as_a_known_one(
    database: Database, eve: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            checked.append(str(password))
            return super().verify(hash, password)

    monkeypatch.setattr(signing_in, "_hasher", Counting(time_cost=1, memory_cost=8, parallelism=1))

    for email in ("eve@office.example", "nobody@office.example"):
        with pytest.raises(SignInFailed):
            signed_in(database, email, "wrong")

    assert checked == ["wrong", "wrong"]


def test_somebody_who_left_can_no_longer_sign_in_and_is_out_at_once(database: Database, eve: Person) -> None:
    token = signed_in(database)

    change(database, eve, active=False)

    assert who(database, token) == ""
    with pytest.raises(SignInFailed):
        signed_in(database)


def test_signing_out_ends_this_device_and_no_other(database: Database, eve: Person) -> None:
    desk, telephone = signed_in(database), signed_in(database)

    with database.transaction() as session:
        people.sign_out(session, desk, NOON)

    assert (who(database, desk), who(database, telephone)) == ("", "Eve Lund")


def test_a_new_password_ends_every_sign_in(database: Database, eve: Person) -> None:
    tokens = [signed_in(database), signed_in(database)]

    with database.transaction() as session:
        people.set_password(session, session.get_one(Person, eve.id), "another long password", NOON)

    assert [who(database, token) for token in tokens] == ["", ""]
    with pytest.raises(SignInFailed):
        signed_in(database)
    assert who(database, signed_in(database, password="another long password")) == "Eve Lund"


def test_a_sign_in_that_rested_too_long_is_over(database: Database, eve: Person) -> None:
    token = signed_in(database)

    assert who(database, token, NOON + people.IDLE) == "Eve Lund"
    assert who(database, token, NOON + people.IDLE + timedelta(seconds=1)) == ""


def test_a_sign_in_in_use_lives_on(database: Database, eve: Person) -> None:
    token = signed_in(database)
    later = NOON + people.IDLE - timedelta(minutes=5)

    with database.transaction() as session:
        people.touch(session, token, later)

    assert who(database, token, NOON + people.IDLE + timedelta(hours=1)) == "Eve Lund"


def test_use_is_noted_at_most_once_a_minute(database: Database, eve: Person) -> None:
    token = signed_in(database)

    with database.transaction() as session:
        people.touch(session, token, NOON + timedelta(seconds=30))

    with database.reading() as session:
        assert session.scalars(select(SignIn.seen_at)).one() == NOON


def test_a_token_is_kept_only_as_a_hash(database: Database, eve: Person) -> None:
    token = signed_in(database)

    with database.reading() as session:
        row = session.scalars(select(SignIn)).one()

    assert token not in row.token_hash
    assert len(token) >= 43, "256 bits"


def test_a_made_up_token_opens_nothing(database: Database, eve: Person) -> None:
    signed_in(database)

    assert who(database, "") == ""
    assert who(database, "x" * 43) == ""


def test_a_password_hashed_too_cheaply_is_hashed_anew_when_it_is_typed(
    database: Database, eve: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = eve.password
    monkeypatch.setattr(signing_in, "_hasher", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))

    signed_in(database)

    with database.reading() as session:
        after = session.get_one(Person, eve.id).password
    assert after != before
    assert "t=2" in after
    assert who(database, signed_in(database)) == "Eve Lund"


def test_passwords_are_hashed_with_argon2id(eve: Person) -> None:
    assert eve.password.startswith("$argon2id$")
    assert PASSWORD not in eve.password


def test_tries_to_sign_in_are_limited_for_a_person_and_for_an_address(database: Database, eve: Person) -> None:
    for _ in range(people.SIGN_IN_TRIES):
        with database.transaction() as session:
            people.count_sign_in(session, "eve@office.example", "203.0.113.7", NOON)

    with pytest.raises(TooOften), database.transaction() as session:
        people.count_sign_in(session, "EVE@office.example", "203.0.113.8", NOON)
    with database.transaction() as session:
        people.count_sign_in(session, "rob@office.example", "203.0.113.7", NOON)
