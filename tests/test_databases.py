"""The ground that tests stand on: each gets a database of its own, and a browser that forgets."""

from datetime import timedelta

from engine.clock import ClockOffset


def test_a_test_sees_what_it_wrote(database):
    with database.transaction() as session:
        session.add(ClockOffset(id=1, seconds=60))

    with database.reading() as session:
        assert session.get(ClockOffset, 1).seconds == timedelta(minutes=1).total_seconds()


def test_a_test_sees_nothing_of_another(session):
    assert session.get(ClockOffset, 1) is None


def test_a_page_runs_its_script(page):
    page.set_content("<script>document.title = 1 + 1</script>")

    assert page.title() == "2"
