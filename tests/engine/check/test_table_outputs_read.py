from engine.check.table_outputs_read import find
from tests.engine.check.tiny_tables import said

TWO = ("effects:string", "colour:string")


def test_what_a_table_decides_is_read_by_something():
    (cause,) = said(find, ['- | - | "holding_letter" | "red"'], outputs=TWO)

    assert cause.severity == "warning"
    assert cause.message == "The table Effect decides colour, and nothing reads it."


def test_a_letter_that_says_it_reads_it():
    letter = b"Thank you\n\nYour colour is {{ colour }}."

    assert said(find, ['- | - | "holding_letter" | "red"'], outputs=TWO, L1_ack=letter) == []


def test_a_table_does_not_read_for_itself():
    own = said(find, ['- | - | "holding_letter" | "red"'], outputs=TWO, inputs=["topic:string", "colour:string"])

    assert len(own) == 1


def test_nothing_is_said_while_a_file_that_may_read_it_cannot_be_read():
    assert said(find, ['- | - | "holding_letter" | "red"'], outputs=TWO, reaction=b"{") == []
