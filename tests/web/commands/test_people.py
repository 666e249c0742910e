"""People, their groups and the demo's clock at the command line."""

from tests.web.commands.home import PASSWORD

PRODUCTION = {"AMENDS_MODE": "production", "AMENDS_SECRET_KEY": "k" * 40, "AMENDS_BASE_URL": "https://amends.test"}


def test_whoever_was_added_can_sign_in_and_is_listed_with_their_groups(home):
    home.employ("Handler", "Reviewer")

    assert home.signs_in(PASSWORD)
    assert home.amends("user", "list").split() == ["Eve", "Lund", "eve@example.org", "Handler,", "Reviewer"]


def test_an_address_belongs_to_one_person(home):
    home.employ("Handler")

    again = home.amends("user", "add", "EVE@example.org", "--name", "Eva", "--password", PASSWORD, code=1)

    assert "is there already" in again


def test_a_password_is_not_short(home):
    home.employ("Handler")

    for words in (("add", "ada@example.org", "--name", "Ada"), ("password", "eve@example.org")):
        assert "at least 10 characters" in home.amends("user", *words, "--password", "short", code=1)

    assert home.signs_in(PASSWORD)


def test_people_are_put_into_exactly_the_groups_given(home):
    home.employ("Handler", "Reviewer")

    home.amends("user", "groups", "eve@example.org", "Team lead")

    assert home.amends("user", "list").split()[3:] == ["Team", "lead"]


def test_a_misspelt_group_is_told(home):
    told = home.employ("Handlers")

    assert "“Handlers” is a new group; there were: Handler, Intake" in told


def test_a_new_password_ends_every_sign_in(home):
    home.employ("Handler")
    token = home.signs_in(PASSWORD)

    home.amends("user", "password", "eve@example.org", "--password", "another long one")

    assert not home.is_signed_in(token)
    assert home.signs_in(PASSWORD) is None
    assert home.signs_in("another long one")


def test_who_is_deactivated_is_out_at_once_and_stays_listed(home):
    home.employ("Handler")
    token = home.signs_in(PASSWORD)

    home.amends("user", "deactivate", "eve@example.org")

    assert not home.is_signed_in(token)
    assert home.signs_in(PASSWORD) is None
    assert "(not active)" in home.amends("user", "list")


def test_who_was_deactivated_can_be_let_in_again(home):
    home.employ("Handler")
    home.amends("user", "deactivate", "eve@example.org")

    home.amends("user", "activate", "eve@example.org")

    assert home.signs_in(PASSWORD)


def test_an_unknown_address_is_told(home):
    for words in (("groups", "Handler"), ("password", "--password", PASSWORD), ("deactivate",), ("activate",)):
        assert "Nobody has the address" in home.amends("user", words[0], "ada@example.org", *words[1:], code=1)


def test_the_demo_s_clock_moves_ahead_and_stays_there(home):
    before = home.amends("clock").strip()

    moved = home.amends("clock", "--weeks", 1, "--days", 2, "--hours", 3).strip()

    assert (moved > before) and home.amends("clock").strip() >= moved


def test_the_clock_is_moved_in_the_demo_only(home):
    before = home.amends("clock", settings=PRODUCTION).strip()

    assert "Only the demo's clock" in home.amends("clock", "--days", 1, code=1, settings=PRODUCTION)

    assert home.amends("clock", settings=PRODUCTION).strip()[:10] == before[:10]


def test_the_clock_is_not_set_back(home):
    assert "only moves ahead" in home.amends("clock", "--hours", -1, code=1)
