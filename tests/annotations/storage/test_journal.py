from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.history import Operation, to_row
from reader.annotations.storage.journal import Change, changes_line, line, parse

documents = st.dictionaries(st.text(), st.none() | st.integers() | st.text(), max_size=4)


@st.composite
def changes(draw: st.DrawFn) -> list[Change]:
    """Rows of one save as the store makes them, and rows of tables that are not reader's."""
    made: list[Change] = []
    for key in range(draw(st.integers(1, 4))):
        row = draw(st.none() | documents)
        made.append(("_default", str(key), row))
        if draw(st.booleans()):
            before = draw(st.none() | documents)
            operation = Operation("o", "r", before, row, "ana", "2026-11-22T10:00:00Z", "note")
            made.append(("history", str(key + 7), to_row(operation)))
    made += [("history", "90", draw(documents)), ("their own", "1", draw(documents))]
    return made


@given(st.lists(changes(), max_size=4))
def test_what_is_written_is_read_again(saves: list[list[Change]]) -> None:
    data = b"".join(changes_line(each) for each in saves)
    reading = parse(data)
    assert reading.changes == tuple(change for each in saves for change in each)
    assert reading.end == len(data)
    assert not reading.damaged


def test_a_record_is_once_in_the_line_of_its_save() -> None:
    row = {"id": "r", "body": "Is this the date?"}
    operation = Operation("o", "r", None, row, "ana", "2026-11-22T10:00:00Z", "note")
    text = changes_line([("_default", "3", row), ("history", "8", to_row(operation))])
    assert text.count(b"Is this the date?") == 1


@pytest.mark.parametrize(
    ("row", "of"), [({"id": "o"}, "4"), (None, "3"), ("no row", "3"), ({"id": "o"}, 3)]
)
def test_an_operation_without_its_record_is_damage(row: object, of: object) -> None:
    bad = line([["_default", "3", {"id": "r"}], ["history", "8", row, of]])
    good = changes_line([("_default", "5", {"id": "s"})])
    reading = parse(bad + good)
    assert reading.changes == (("_default", "5", {"id": "s"}),)
    assert reading.damaged == ((0, len(bad)),)


def test_rows_with_nothing_left_out_are_read_too() -> None:
    row = {"id": "r"}
    text = line([["_default", "3", row], ["history", "8", {"id": "o", "after": row}]])
    assert parse(text).changes[1] == ("history", "8", {"id": "o", "after": row})
