"""Keys of the article pane: the keymap's sequences, and letters to jump by while they show."""

from __future__ import annotations

from abc import abstractmethod

from textual import events

from reader.ui.article_pane import messages
from reader.ui.article_pane.jump_letters import led_to
from reader.ui.article_pane.pointer import Pointer
from reader.ui.key_sequences import Asked, KeySequences, Pending
from reader.ui.keymap_rows import Context
from reader.ui.keys import Keys
from reader.ui.own_keys import resolve


def stroke_of(event: events.Key) -> str:
    """Return a key as the keymap writes it.

    The character itself, else Textual's name for the key.
    """
    with_another = event.key.startswith(("alt+", "ctrl+", "super+", "hyper+", "meta+"))
    # A terminal tells alt+o with the character o beside it.
    if event.character and event.is_printable and event.character != " " and not with_another:
        return event.character
    return event.key


class Keyboard(Pointer):
    """Takes keys first while it has the focus; those that mean nothing here go further up."""

    _typed_letters = ""

    @abstractmethod
    def act(self, command: str, count: int | None = None, character: str = "") -> bool:
        """Do a command of the pane's by its id; False when it is not the pane's to do."""

    @abstractmethod
    def go_to(self, offset: int, *, jump: bool = True) -> None:
        """Move the cursor to ``offset`` and into sight; ``jump`` notes the place it leaves."""

    def set_keys(self, keys: Keys | None) -> None:
        """Use these keys from now on; None for those the keymap comes with."""
        self._sequences = KeySequences(keys or resolve())
        self._shown_keys = ""

    async def on_key(self, event: events.Key) -> None:
        stroke = stroke_of(event)
        if self._letters:
            event.stop()
            self._take_letter(stroke)
            return
        had_pending = self._sequences.pending
        context: Context = "read" if self.caret.selection is None else "select"
        fed = self._sequences.feed(context, stroke)
        self._show_keys(fed.typed if isinstance(fed, Pending) else "")
        if isinstance(fed, Asked):
            event.stop()
            if not self.act(fed.command, fed.count, fed.character):
                self.post_message(messages.Requested(self, fed.command, fed.count, fed.character))
        elif isinstance(fed, Pending) or had_pending:
            event.stop()

    def _show_keys(self, typed: str) -> None:
        if typed != self._shown_keys:
            self._shown_keys = typed
            self.post_message(messages.KeysPending(self, typed))

    def _take_letter(self, stroke: str) -> None:
        """One more letter of those shown; any other key takes them away."""
        self._typed_letters += stroke
        left = led_to(self._letters, self._typed_letters)
        there = [at for at, written in left.items() if written == self._typed_letters]
        if left and not there:
            self._show_keys(self._typed_letters)
            self.show_letters(left)
            return
        self._typed_letters = ""
        self._show_keys("")
        self.show_letters({})
        if there:
            self.go_to(there[0])
