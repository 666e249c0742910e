"""Before a command begins: settings, database and schema are looked at, and what is wrong is said."""

import pytest

from tests.packs import SMALL


@pytest.mark.parametrize("settings, said", [
    ({"AMENDS_MODE": "production"}, "AMENDS_SECRET_KEY is missing"),
    ({"AMENDS_TICK": "soon"}, "AMENDS_TICK is 'soon'"),
    ({"AMENDS_DATABASE_URL": "postgresql://me:hidden@127.0.0.1:1/none"}, "does not answer"),
    ({"AMENDS_DATABASE_URL": "mysql://me:hidden@somewhere/none"}, "AMENDS_DATABASE_URL takes"),
], ids=["no key", "no number", "nobody there", "unknown database"])
def test_a_wrong_setting_gets_one_sentence_that_shows_no_password(empty, settings, said):
    told = empty.amends("doctor", code=1, settings=settings)

    assert said in told
    assert "hidden" not in told


@pytest.mark.parametrize("words", [
    ("publish", SMALL), ("doctor",), ("user", "list"), ("clock",), ("web",), ("worker",),
], ids=lambda words: words[0])
def test_a_database_without_tables_is_to_be_migrated_first(empty, words):
    assert "run `amends migrate` first" in empty.amends(*words, code=1)


def test_migrating_again_keeps_what_is_there(home):
    home.employ("Handler")

    home.amends("migrate")

    assert "Eve Lund" in home.amends("user", "list")
