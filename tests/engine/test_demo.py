"""The demo has people in every group, and one password that lies in the home folder."""

import os
import stat
from datetime import date

import pytest

from engine import demo, people, roster
from engine.errors import SignInFailed
from engine.model import Person
from tests.engine.tiny_house import NOW

GROUPS = {"Intake", "Handler", "Specialist", "Reviewer", "Team lead", "Complaints manager", "Management"}


def signs_in(database, password, member=demo.CAST[0]):
    with database.transaction() as session:
        try:
            return bool(people.sign_in(session, member.email, password, "browser", NOW))
        except SignInFailed:
            return False


def test_everybody_can_sign_in_with_the_password_in_the_file(database, tmp_path):
    password = demo.ensure(database, tmp_path, NOW)

    assert (tmp_path / "demo_password.txt").read_text().strip() == password
    assert signs_in(database, password, demo.CAST[0])
    assert signs_in(database, password, demo.CAST[-1])


def test_every_group_has_people_and_some_are_in_two():
    in_groups = [group for member in demo.CAST for group in member.groups]

    assert set(in_groups) == GROUPS
    assert sum(len(member.groups) > 1 for member in demo.CAST) >= 3


def test_nobody_is_alone_in_a_group_so_that_somebody_independent_is_left():
    alone = [group for group in GROUPS if sum(group in member.groups for member in demo.CAST) < 2]

    assert alone == []


def test_everybody_but_the_management_reports_to_somebody_and_in_the_end_to_it(database, tmp_path):
    demo.ensure(database, tmp_path, NOW)

    with database.reading() as session:
        posts = people.posts(session)
        ids = {person.email: person.id for person in session.query(Person)}
    tops = {posts[([ids[member.email], *people.above(ids[member.email], posts)])[-1]].name for member in demo.CAST}
    assert tops == {member.name for member in demo.CAST if not member.reports_to} == {"Margaret Ashworth",
                                                                                    "Henrik Lindqvist"}


def test_trainings_and_limits_are_there_from_the_first_start(database, tmp_path):
    demo.ensure(database, tmp_path, NOW)

    with database.reading() as session:
        members = {one.name: one for one in roster.directory(session, NOW)}
    marek = members["Marek Novák"]
    assert [(one.name, one.until, one.expired) for one in marek.trainings] == [
        ("building safety", None, False), ("insurance", date(2027, 6, 11), False),
    ]
    assert (marek.limit, members["Aoife Brennan"].limit) == (20, None)


def test_a_second_start_adds_nobody_and_keeps_the_password(database, tmp_path):
    first = demo.ensure(database, tmp_path, NOW)

    second = demo.ensure(database, tmp_path, NOW)

    assert first == second
    with database.reading() as session:
        assert session.query(Person).count() == len(demo.CAST)


def test_somebody_who_was_taken_out_comes_back(database, tmp_path):
    with database.transaction() as session:
        people.add(session, "Aoife Brennan", demo.CAST[0].email, "another", ["Intake"], NOW)

    password = demo.ensure(database, tmp_path, NOW)

    assert signs_in(database, password, demo.CAST[0])
    assert signs_in(database, password, demo.CAST[1])


def test_a_new_password_in_the_file_is_everybodys(database, tmp_path):
    old = demo.ensure(database, tmp_path, NOW)
    (tmp_path / "demo_password.txt").write_text("quite another one\n")

    demo.ensure(database, tmp_path, NOW)

    assert signs_in(database, "quite another one")
    assert not signs_in(database, old)


def test_each_home_has_a_password_of_its_own(database, tmp_path):
    assert demo.ensure(database, tmp_path / "one", NOW) != demo.ensure(database, tmp_path / "other", NOW)


@pytest.mark.skipif(os.name != "posix", reason="permissions of files are others elsewhere")
def test_only_its_owner_reads_the_file(database, tmp_path):
    demo.ensure(database, tmp_path, NOW)

    assert stat.S_IMODE((tmp_path / "demo_password.txt").stat().st_mode) == 0o600
