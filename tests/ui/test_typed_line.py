"""Fields take keys in the order in which they are pressed, however close they follow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import Input, TextArea

from reader.ui.typed_line import Line
from reader.ui.typed_lines import Lines


class Form(App[None]):
    def __init__(self, make: Callable[[], Input | TextArea]) -> None:
        super().__init__()
        self.make = make
        self.submitted: list[str] = []

    def compose(self) -> ComposeResult:
        with Vertical(), Vertical():
            self.field = self.make()
            yield self.field

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.submitted.append(event.value)


async def typed_at_once(app: Form, *keys: str) -> str:
    """Return what the field holds when all ``keys`` were there before the first was dealt with."""
    async with app.run_test() as pilot:
        app.set_focus(app.field)
        await pilot.pause()
        for key in keys:
            app.post_message(Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        return app.field.value if isinstance(app.field, Input) else app.field.text


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (("ctrl+u", *"new"), "new"),
        ((*"ab", "backspace", *"cd"), "old nameacd"),
        (("home", *"an "), "an old name"),
        (("ctrl+w", *"one"), "old one"),
    ],
)
async def test_letters_behind_another_key_come_behind_it(keys, left):
    assert await typed_at_once(Form(lambda: Line("old name")), "end", *keys) == left


async def test_what_is_submitted_is_what_was_typed_before():
    app = Form(lambda: Line("old"))
    await typed_at_once(app, "ctrl+a", "ctrl+k", *"new", "enter")
    assert app.submitted == ["new"]


async def test_several_lines_take_their_keys_in_order_too():
    keys = (*"ab", "left", *"c", "up", "home", *"d", "ctrl+k", "down", "end", *"e")
    text = await typed_at_once(Form(lambda: Lines("one\ntwo")), "down", "end", *keys)
    assert text == "d\ntwoacbe"


async def test_the_cursor_stays_in_view_when_the_terminal_changes_its_size(bench, until):
    async with bench.app(bench.article(), size=(160, 24)) as (app, pilot):
        await pilot.press("slash")
        line = app.reader.prompt.query_one(Input)
        line.value = "words " * 15
        await pilot.press("end")

        def cursor_seen():
            return 0 <= line.cursor_position - line.scroll_offset.x < line.size.width

        for width in (40, 80, 160):
            await pilot.resize_terminal(width, 24)
            await until(pilot, lambda: app.size.width == width and cursor_seen())  # noqa: B023
        await until(pilot, lambda: line.scroll_offset.x == 0)
        await pilot.press("escape")
