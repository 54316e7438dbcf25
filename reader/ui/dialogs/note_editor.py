"""Where a note is written: several lines, kept as a draft while it is typed."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.timer import Timer
from textual.widgets import Static, TextArea

from reader.session.drafts import Drafts
from reader.session.findings_outline import quoted
from reader.text.cells import printable
from reader.ui.dialogs.dialog import Dialog
from reader.ui.typed_lines import Lines

PASSAGE = 300
"""Characters of the passage over the note."""
PAUSE = 0.4
"""Seconds without a key after which the draft is written."""


class NoteEditor(Dialog[str | None]):
    """Dismissed with the text, or with None when it was closed and the draft kept."""

    AUTO_FOCUS = "TextArea"

    def __init__(self, passage: str, text: str, drafts: Drafts, belongs_to: str) -> None:
        super().__init__()
        self._passage = passage
        self._text = text
        self._drafts = drafts
        self._belongs_to = belongs_to
        self._area: TextArea | None = None
        self._waiting: Timer | None = None
        self._ahead = ""
        self._closed_by_key = False

    def compose(self) -> ComposeResult:
        draft = self._drafts.load(self._belongs_to)
        with Vertical(id="editor"):
            yield Static(
                printable(quoted(self._passage, PASSAGE)), id="editor-passage", markup=False
            )
            yield Lines(self._text if draft is None else draft, soft_wrap=True, id="editor-text")
            remark = "" if draft is None else " · your draft from before"
            yield Static(f"ctrl+s saves · esc keeps draft{remark}", markup=False)

    def on_mount(self) -> None:
        self._area = area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        self.set_focus(area)
        self.call_later(self._insert_ahead)

    def _insert_ahead(self) -> None:
        if self._ahead:
            self.query_one(TextArea).insert(self._ahead)
            self._ahead = ""

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        if not self._closed_by_key:
            self._waiting = self.set_timer(PAUSE, self._keep)

    def on_key(self, event: Key) -> None:
        if event.key == "ctrl+s":
            event.stop()
            self._close(self.query_one(TextArea).text)
        elif event.key == "escape":
            event.stop()
            self._close(None)
        elif event.is_printable and event.character and not self._is_ready:
            # Typed while the editor opened.
            event.stop()
            self._ahead += event.character

    def _close(self, text: str | None) -> None:
        self._closed_by_key = True
        self._keep()
        self.dismiss(text)

    @property
    def _is_ready(self) -> bool:
        return isinstance(self.focused, TextArea)

    def on_unmount(self) -> None:
        if self._waiting is not None:
            # Neither saved nor closed: the app ended over it.
            self._keep()

    def keep_draft(self) -> None:
        self._keep()

    def _keep(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        if self._area is None:
            return
        text = self._area.text
        try:
            if text == self._text:
                self._drafts.forget(self._belongs_to)
            else:
                self._drafts.keep(self._belongs_to, text)
        except OSError as fault:
            self.notify(
                f"The draft is in this window alone ({fault.strerror}); save with ctrl+s.",
                severity="warning",
                markup=False,
            )
