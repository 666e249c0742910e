"""An import opens what is new, passes over what is known, tells what it refused, and can be killed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event, func, select

from engine import doctor
from engine.errors import FileRefused, NotFound
from engine.imports import import_cfpb, importing
from engine.model import Case, Deadline, Entry, Fact, Message, Task
from engine.packs import Pack
from tests.engine.process.drawing import diagram, node, path
from tests.engine.tiny_house import FILES, NOW, TinyHouse, work

HEADING = "Complaint ID,Product,Sub-product,Issue,Sub-issue,State,Date received,Company response\n"


def row(number, received="3/19/2015", product="Mortgage"):
    return f"{number},{product},,Loan servicing,,MA,{received},Closed\n"


@pytest.fixture
def house(database):
    with database.transaction() as session:
        return TinyHouse(session)


@pytest.fixture
def file(tmp_path):
    def write(*rows, heading=HEADING):
        path = tmp_path / "complaints.csv"
        path.write_text(heading + "".join(rows), encoding="utf-8")
        return path
    return write


def count(database, rows, *conditions):
    with database.reading() as session:
        return session.execute(select(func.count()).select_from(rows).where(*conditions)).scalar_one()


def test_each_complaint_waits_at_its_first_human_task(database, house, file):
    result = import_cfpb(database, file(row(1), row(2, product="Prepaid card")), NOW)

    assert (result.imported, result.known, result.rejected) == (2, 0, [])
    with database.reading() as session:
        assert session.execute(select(Task.element, Task.lane, Task.status)).all() == [("look", "Handler", "open")] * 2
        assert session.execute(select(Case.topic).order_by(Case.id)).scalars().all() == ["mortgage", "payments"]
    assert [finding for finding in doctor.examine(database) if not finding.warning] == []


def test_the_day_of_receipt_is_kept_and_the_clock_starts_at_the_import(database, house, file):
    import_cfpb(database, file(row(1)), NOW)

    with database.reading() as session:
        case = session.execute(select(Case)).scalar_one()
        final = session.execute(select(Deadline.due_at).where(Deadline.name == "final")).scalar_one()
    assert case.received_at == datetime(2015, 3, 19, 16, 0, tzinfo=UTC)
    assert case.opened_at == NOW
    assert final > NOW


def test_no_letter_is_written_to_an_imported_complainant(database, house, file):
    import_cfpb(database, file(row(1)), NOW)

    assert count(database, Message) == 0
    assert count(database, Entry, Entry.kind == "letter.held") == 1


def test_the_other_heading_with_the_consumers_own_words_is_the_same_kind_of_file(database, house, file):
    heading = "date_received,product,issue,sub_issue,consumer_complaint_narrative,state,submitted_via,complaint_id\r\n"
    told = '2017-03-04,Mortgage,Escrow,,"They lost\r\nmy ""deed"".",NJ,Postal mail,2397100\r\n'

    result = import_cfpb(database, file(told, heading="\ufeff" + heading), NOW)

    assert (result.imported, result.rejected) == (1, [])
    with database.reading() as session:
        case = session.execute(select(Case)).scalar_one()
    assert (case.description.split(), case.channel) == (["They", "lost", "my", '"deed".'], "post")


def test_what_the_bureau_knows_is_kept(database, house, file):
    import_cfpb(database, file(row(1)), NOW)

    with database.reading() as session:
        facts = {name: value for name, value in session.execute(select(Fact.name, Fact.value))}
    assert facts["imported_product"] == '"Mortgage"'
    assert facts["imported_state"] == '"MA"'


def test_a_second_import_adds_nothing(database, house, file):
    path = file(row(1), row(2))
    import_cfpb(database, path, NOW)

    again = import_cfpb(database, path, NOW)

    assert (again.imported, again.known, again.rejected) == (0, 2, [])
    assert count(database, Case) == 2


def test_an_import_goes_on_where_another_one_stopped(database, house, file):
    import_cfpb(database, file(row(1)), NOW)

    result = import_cfpb(database, file(row(1), row(2), row(3)), NOW)

    assert (result.imported, result.known) == (2, 1)


def test_bad_rows_are_told_by_line_and_the_rest_is_imported(database, house, file):
    result = import_cfpb(database, file(
        row(1), row("x"), "2,Mortgage\n", row(3, received="31/31/2015"), row(1), row(4, received="2015-03-19"),
    ), NOW)

    assert result.imported == 2
    assert result.rejected == [
        (3, "its complaint id 'x' is no number"), (4, "it has 2 columns, the heading has 8"),
        (5, "its day of receipt '31/31/2015' does not exist"), (6, "it is complaint 1 again, which line 2 has"),
    ]
    assert result.rows == 6


def test_a_case_that_cannot_start_costs_only_its_own_row(database, file):
    with database.transaction() as session:
        picky = diagram(
            node("startEvent", "came") + node("exclusiveGateway", "which") + node("userTask", "look", work("Handler"))
            + node("endEvent", "done") + path("came", "which") + path("look", "done")
            + '<bpmn:sequenceFlow id="f" sourceRef="which" targetRef="look"><bpmn:conditionExpression>topic == "credit"'
              "</bpmn:conditionExpression></bpmn:sequenceFlow>"
        ).replace(b'process id="p"', b'process id="complaint"')
        TinyHouse(session, Pack({**FILES, "bpmn/complaint.bpmn": picky}))

    result = import_cfpb(database, file(row(1, product="Payday loan"), row(2), row(3, product="Student loan")), NOW)

    assert result.imported == 2
    assert [line for line, _ in result.rejected] == [3]
    assert "could not start, at which" in result.rejected[0][1]
    assert count(database, Case) == 2


def test_a_killed_import_leaves_whole_batches_and_running_it_again_goes_on(database, house, file, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 3)
    path = file(*(row(number) for number in range(1, 9)))

    class Killed(BaseException):
        pass

    batches = 0

    def kill(_connection, _cursor, statement, *_):
        nonlocal batches
        batches += statement.startswith("UPDATE complaint")
        if batches == 2:
            raise Killed
    event.listen(database.engine, "before_cursor_execute", kill)
    with pytest.raises(Killed):
        import_cfpb(database, path, NOW)
    event.remove(database.engine, "before_cursor_execute", kill)
    left = count(database, Case)

    again = import_cfpb(database, path, NOW)

    assert left == 3
    assert (again.imported, again.known) == (5, 3)


def test_progress_is_told_after_each_batch(database, house, file, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    told = []

    import_cfpb(database, file(row(1), row(2), row(3)), NOW, lambda *progress: told.append(progress))

    assert [(done, total) for done, total, _, _ in told] == [(2, 3), (3, 3)]
    assert all(rate > 0 for _, _, rate, _ in told)
    assert told[-1][3] == 0


def test_another_kind_of_file_is_refused_before_anything_is_imported(database, house, file):
    with pytest.raises(FileRefused):
        import_cfpb(database, file("1,2\n", heading="id,price\n"), NOW)

    assert count(database, Case) == 0


def test_without_a_published_pack_there_is_nothing_to_import_into(database, file):
    with pytest.raises(NotFound):
        import_cfpb(database, file(row(1)), NOW)
