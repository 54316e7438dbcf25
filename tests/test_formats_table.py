"""The README's table of formats says what the code does."""

from __future__ import annotations

from tests.formats_table import README, table, with_table


def test_the_table_of_formats_is_as_the_command_makes_it() -> None:
    readme = README.read_text(encoding="utf-8")
    assert with_table(readme, table()) == readme
