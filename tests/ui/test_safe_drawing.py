"""Nothing that an article or a note holds steers the terminal, in any field, on any screen."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.geometry import Region
from textual.strip import Strip
from textual.suggester import SuggestFromList
from textual.widgets import Input, TextArea

import reader.ui
from reader.text.cells import is_printable
from reader.ui.app import ReaderApp
from reader.ui.safe_drawing import safe_strip, safe_update
from reader.ui.typed_line import Line
from reader.ui.typed_lines import DrawnDocument, Lines

STEERING = {
    "title": "\x1b]0;TAKEN OVER\x07",
    "clipboard": "\x1b]52;c;aGk=\x1b\\",
    "colour": "\x1b[31mred",
    "one-byte": "\x9b31m\x9d0;TAKEN OVER\x9c",
    "bell": "\a\b\x00\x7f",
    "right to left": "\u202egnp.exe\u2066\u200f",
    "line ends": "a\rb\vc\fd\x85e\u2028f\u2029g\x1ch",
    "half a sign": "\ud83d\udc00",
}
hostile = pytest.mark.parametrize("words", STEERING.values(), ids=STEERING)


def drawn(app: App[None]) -> str:
    """Return what all widgets of the screen in front draw, before the last look."""
    lines = app.screen._compositor.render_strips()
    return "\n".join(segment.text for strip in lines for segment in strip)


def is_safe(shown: str) -> bool:
    return all(map(is_printable, shown.split("\n")))


class Fields(App[None]):
    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def compose(self) -> ComposeResult:
        self.line = Line(self.words)
        self.lines = Lines(self.words, soft_wrap=True)
        yield self.line
        yield self.lines


@hostile
async def test_fields_draw_pictures_and_keep_the_words(words: str) -> None:
    app = Fields(words)
    async with app.run_test(size=(40, 12)) as pilot:
        app.set_focus(app.line)
        await pilot.pause()
        assert is_safe(drawn(app))
        assert app.line.value == words
        assert app.lines.text == words


@hostile
async def test_what_is_offered_to_complete_a_line_is_drawn_as_pictures(words: str) -> None:
    app = Fields("")
    async with app.run_test(size=(60, 12)) as pilot:
        app.line.suggester = SuggestFromList([f"offer{words}end"])
        app.set_focus(app.line)
        await pilot.press(*"off")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "offer" in drawn(app).replace("\n", "")
        assert is_safe(drawn(app))
        await pilot.press("right")
        assert app.line.value == f"offer{words}end"


@hostile
async def test_what_is_pasted_is_drawn_as_pictures(words: str) -> None:
    app = Fields("")
    async with app.run_test(size=(60, 12)) as pilot:
        for field in (app.line, app.lines):
            app.set_focus(field)
            await pilot.pause()
            app.post_message(Paste(f"before {words} after"))
            await pilot.pause()
            assert is_safe(drawn(app))
        assert app.line.value.startswith("before ")
        assert app.line.value.endswith(" after")


async def test_the_cursor_is_behind_the_pictures() -> None:
    app = Fields("\x1b\x1bab")
    async with app.run_test(size=(40, 12)) as pilot:
        app.line.cursor_position = 2
        await pilot.pause()
        assert app.line._cursor_offset == 2
        assert app.line._cell_offset_to_index(3) == 3
        app.lines.move_cursor((0, 3))
        assert app.lines.cursor_screen_offset.x - app.lines.content_region.x == 3


@given(st.text(st.characters(codec=None), max_size=60))
def test_a_document_keeps_every_character_and_draws_only_what_is_safe(text: str) -> None:
    document = DrawnDocument(text)
    assert document.text == text
    assert list(map(len, document.lines)) == list(map(len, document._lines))
    assert all(is_printable(line.replace("\t", "")) for line in document.lines)


def test_every_field_of_the_app_is_one_that_draws_pictures() -> None:
    """Only the modules of the two fields may make or extend Textual's own."""
    raw = {"Input", "TextArea", "MaskedInput", "Document"}
    found = []
    for path in Path(reader.ui.__file__).parent.rglob("*.py"):
        if path.name in ("typed_line.py", "typed_lines.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            made = [node.func] if isinstance(node, ast.Call) else []
            made += node.bases if isinstance(node, ast.ClassDef) else []
            names = {getattr(each, "id", getattr(each, "attr", "")) for each in made}
            found += [f"{path.name}: {name}" for name in names & raw]
    assert not found
    assert issubclass(Line, Input)
    assert issubclass(Lines, TextArea)


@hostile
def test_a_widget_that_forgets_is_drawn_as_pictures_of_the_same_width(words: str) -> None:
    strip = Strip([Segment("left "), Segment(words), Segment(" right")])
    width = strip.cell_length
    updates = (
        LayoutUpdate([[strip]], Region(0, 0, width, 1)),
        ChopsUpdate([{0: strip}], [(0, 0, width)], [[width]]),
    )
    for update in updates:
        segments = safe_update(update).__rich_console__(None, None)
        shown = "".join(each.text for each in segments if not each.control)
        assert is_safe(shown)
        assert shown.startswith("left ")
    assert safe_strip(strip).cell_length == width


def test_a_plain_strip_goes_through_as_it_is() -> None:
    plain = Strip([Segment("Plain words, “quoted”. 漢字 🙂")])
    assert safe_strip(plain) is plain


async def test_the_app_looks_at_each_update_before_it_is_drawn(bench, monkeypatch) -> None:
    passed = []
    monkeypatch.setattr(App, "_display", lambda self, screen, update: passed.append(update))
    app = ReaderApp(bench.settings)
    strip = Strip([Segment(STEERING["title"])])
    app._display(None, LayoutUpdate([[strip]], Region(0, 0, 20, 1)))
    (update,) = passed
    assert all(is_printable(part.text) for line in update.strips for each in line for part in each)
