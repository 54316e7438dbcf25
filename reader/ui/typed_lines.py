"""Several lines to type in, which take their keys in order too.

They stand apart from the single line, which is there from the start: Textual's text area takes
a while to load, and a note is not written before the first frame.
"""

from __future__ import annotations

from typing import ClassVar, overload

from textual.document._document import Document
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument
from textual.events import Key
from textual.strip import Strip
from textual.widgets import TextArea

from reader.text.cells import is_printable, printable
from reader.ui.safe_drawing import safe_strip
from reader.ui.typed_line import act_on, actions_of


class DrawnDocument(Document):
    """Text as it is, with lines as they are drawn: nothing in them steers the terminal.

    Textual lays out and draws ``lines`` and what indexing gives; edits, selections and ``text``
    are of the text itself, of which no character is lost.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        if self.text != text:
            # It ends lines in several ways, of which Textual would make one.
            self._newline = "\n"
            self._lines = text.split("\n")

    @property
    def lines(self) -> list[str]:
        return [drawn(line) for line in self._lines]

    @overload
    def __getitem__(self, line_index: int) -> str: ...

    @overload
    def __getitem__(self, line_index: slice) -> list[str]: ...

    def __getitem__(self, line_index: int | slice) -> str | list[str]:
        found = self._lines[line_index]
        return drawn(found) if isinstance(found, str) else [drawn(line) for line in found]


def drawn(line: str) -> str:
    """Return ``line`` with pictures of control characters, code point for code point; tabs stay."""
    return line if is_printable(line) else "\t".join(map(printable, line.split("\t")))


class Lines(TextArea):
    """Several lines to type in."""

    ACTIONS: ClassVar = actions_of(TextArea)

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document("", language)
        self.document = DrawnDocument(text)
        self.wrapped_document = WrappedDocument(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()

    def render_line(self, y: int) -> Strip:
        return safe_strip(super().render_line(y))

    def on_resize(self) -> None:
        # Textual wraps the lines again and draws some of them as they were wrapped before.
        self.refresh()

    async def on_key(self, event: Key) -> None:
        await act_on(self, event, self.ACTIONS)
