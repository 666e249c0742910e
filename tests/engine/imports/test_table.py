"""A damaged row of a CSV file spoils only itself."""

import pytest

from engine.errors import FileRefused
from engine.imports import table


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "rows.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path
    return write


def read(path):
    return [(row.line, row.wrong or dict(row.fields)) for row in table.rows(path)]


def test_columns_have_one_spelling_whatever_the_heading_says(file):
    assert table.heading(file("Complaint ID,Timely response?,Sub-product,\n")) == [
        "complaint_id", "timely_response", "sub_product", ""]


def test_a_mark_at_the_beginning_of_the_file_is_no_part_of_the_first_column(file):
    assert table.heading(file(b"\xef\xbb\xbfa,b\n")) == ["a", "b"]


def test_a_row_begins_where_its_first_line_does(file):
    found = read(file('a,b\r\n1,"two\r\nlines"\r\n\r\n3,4\r\n'))

    assert found == [(2, {"a": "1", "b": "two\r\nlines"}), (5, {"a": "3", "b": "4"})]


def test_a_row_with_too_few_or_too_many_columns_is_told_of(file):
    found = read(file("a,b\n1\n1,2,3\n5,6\n"))

    assert found == [
        (2, "it has 1 columns, the heading has 2"), (3, "it has 3 columns, the heading has 2"),
        (4, {"a": "5", "b": "6"}),
    ]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_rest(file):
    found = read(file('a,b\n1,"open\n2,"two"\n3,"three"\n4,four\n'))

    assert found[0][0] == 2
    assert isinstance(found[0][1], str)
    assert found[1:] == [(3, {"a": "2", "b": "two"}), (4, {"a": "3", "b": "three"}), (5, {"a": "4", "b": "four"})]


def test_a_quotation_mark_open_at_the_end_of_the_file_is_told_of(file):
    assert read(file('a,b\n1,2\n3,"open')) == [
        (2, {"a": "1", "b": "2"}), (3, "a quotation mark is opened and never closed")]


def test_a_row_that_is_not_utf_8_is_told_of_and_the_next_is_read(file):
    assert read(file(b"a,b\n1,caf\xe9\n2,caf\xc3\xa9\n")) == [(2, "it is not UTF-8"), (3, {"a": "2", "b": "café"})]


def test_a_character_that_no_database_takes_is_told_of(file):
    assert read(file("a,b\n1,x\0y\n")) == [(2, "it has a character that is no text (U+0000)")]


def test_a_field_of_any_size_costs_only_its_row(file):
    found = read(file(f"a,b\n1,{'x' * 200_000}\n2,3\n"))

    assert found[0] == (2, "it is no CSV: field larger than field limit (131072)")
    assert found[1:] == [(3, {"a": "2", "b": "3"})]


@pytest.mark.parametrize("content", ["", "\n", '"open'])
def test_a_file_without_a_heading_is_refused(file, content):
    with pytest.raises(FileRefused):
        table.heading(file(content))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileRefused, match="cannot be opened"):
        list(table.rows(tmp_path / "nothing.csv"))
