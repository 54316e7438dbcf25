"""The line at the bottom that asks for words: what to find, tags, a speaker."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Key
from textual.suggester import Suggester
from textual.widgets import Input, Static

from reader.ui.status_line import Hints, StatusLine
from reader.ui.typed_line import Line

if TYPE_CHECKING:
    from reader.session.choice import Question
    from reader.session.drafts import Drafts

KEYS = (("enter", "save"), ("esc", "cancel"))
FINDING = (("enter", "find"), ("esc", "cancel"))
COMPLETES = (("tab", "complete"),)
LEADS_TO = " → "
"""Between what is typed and the name that it completes to, where that begins otherwise."""
TOGGLES = (("ctrl+r", "regular expression or plain words"),)


class LastPart(Suggester):
    """Completes the last of several values separated by ``separator``."""

    def __init__(self, known: Sequence[str], separator: str = ",") -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = known
        self._separator = separator

    async def get_suggestion(self, value: str) -> str | None:
        return completed(value, self._known, self._separator)


def completed(value: str, known: Sequence[str], separator: str = ",") -> str | None:
    """Return ``value`` with its last part completed to the first of ``known`` that begins so."""
    head, comma, last = value.rpartition(separator)
    typed = last.lstrip()
    if not typed:
        return None
    blanks = last[: len(last) - len(typed)]
    for one in known:
        if one.casefold().startswith(typed.casefold()) and one != typed:
            return f"{head}{comma}{blanks}{typed}{one[len(typed) :]}"
    return None


class WholeLine(Suggester):
    """Completes the line to a name that has the typed word anywhere in it."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = known

    async def get_suggestion(self, value: str) -> str | None:
        name = self.completed(value)
        if name is None:
            return None
        if name.casefold().startswith(value.casefold()):
            return f"{value}{name[len(value) :]}"
        return f"{value}{LEADS_TO}{name}"

    def completed(self, value: str) -> str | None:
        """Return the name that ``value`` means.

        It begins so, else one of its words does, else each of the words typed begins one of its
        words.
        """
        typed = value.casefold().split()
        if not typed:
            return None
        known = [one for one in self._known if one.casefold() != value.casefold()]
        whole = " ".join(typed)
        for fits in (_begins, _has_words, _has_all):
            found = next((one for one in known if fits(one.casefold(), whole)), None)
            if found is not None:
                return found
        return None


def _begins(name: str, typed: str) -> bool:
    return name.startswith(typed)


def _has_words(name: str, typed: str) -> bool:
    return f" {typed}" in f" {' '.join(name.replace('-', ' ').split())}"


def _has_all(name: str, typed: str) -> bool:
    words = name.replace("-", " ").split()
    return all(any(word.startswith(part) for word in words) for part in typed.split())


class _PromptLine(Line):
    """Tab takes the completion that is offered."""

    ACTIONS: ClassVar = {**Line.ACTIONS, "tab": "take_completion"}

    def action_take_completion(self) -> None:
        if isinstance(self.suggester, WholeLine):
            name = self.suggester.completed(self.value)
            if name is not None:
                self.value = name
                self.cursor_position = len(name)
        else:
            self.action_cursor_right()


class Prompt(Horizontal):
    """Hidden until something is asked; enter answers, esc gives up."""

    def __init__(self, drafts: Drafts, place: Callable[[], str]) -> None:
        """``place`` names the place in the article that a line is asked about."""
        super().__init__(id="prompt")
        self._drafts = drafts
        self._place = place
        self._answered: Callable[[str], None] | None = None
        self._given_up: Callable[[], None] | None = None
        self._toggled: Callable[[], str] | None = None
        self._on_change: Callable[[str], None] | None = None
        self._on_cancel: Callable[[], None] | None = None
        self._hint = ""
        self._belongs_to = self._given = ""

    def compose(self) -> ComposeResult:
        yield Static("", id="prompt-label", markup=False)
        yield _PromptLine(id="prompt-input", compact=True)

    def ask(
        self,
        question: Question,
        answered: Callable[[str], None],
        given_up: Callable[[], None],
    ) -> None:
        """Ask a question."""
        self._answered, self._given_up, self._toggled = answered, given_up, question.toggled
        self._on_change, self._on_cancel = question.on_change, question.on_cancel
        self._given = question.value
        self._belongs_to = f"line {question.label} {self._place()} {question.value}"
        draft = self._drafts.load(self._belongs_to)
        if draft is not None:
            hint = question.hint or "your draft from before"
            question = replace(question, value=draft, selected=False, hint=hint)
        self._show_hint(question.hint)
        self.query_one("#prompt-label", Static).update(question.label)
        line = self.query_one(Input)
        known = question.known
        line.select_on_focus = question.selected
        whole = WholeLine(known) if question.whole else LastPart(known, question.separator)
        line.suggester = whole if known else None
        line.value = question.value
        line.cursor_position = len(question.value)
        self.add_class("-asking")
        keys = (*FINDING, *TOGGLES) if question.toggled else KEYS
        self._show_keys((*keys, *(COMPLETES if known else ())))
        # Not line.focus(), which waits a moment: keys typed ahead are for this line.
        self.screen.set_focus(line)

    @property
    def asking(self) -> bool:
        return self.has_class("-asking")

    def keep_draft(self) -> None:
        """Keep what is typed; it is there again when the same is asked at the same place."""
        typed = self.query_one(Input).value
        if self.asking and typed != self._given:
            with contextlib.suppress(OSError):  # it is in memory then
                self._drafts.keep(self._belongs_to, typed)

    def close(self) -> None:
        self.remove_class("-asking")
        if self._belongs_to:
            self._drafts.forget(self._belongs_to)
            self._belongs_to = ""
        self._show_keys(())
        self._show_hint("")
        self._answered = self._on_change = None

    def _show_hint(self, hint: str) -> None:
        """Replace the hint before, unless another message has replaced it."""
        status = self.screen.query_one(StatusLine)
        if hint or (self._hint and status.message == self._hint):
            status.message = hint
        self._hint = hint

    def _show_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        for hints in self.screen.query(Hints):
            hints.asking = keys

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.asking and self._on_change is not None:
            self._on_change(event.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._answer(event.value)

    def _answer(self, value: str) -> None:
        answered = self._answered
        self.close()
        if answered is not None:
            answered(value)

    def on_key(self, event: Key) -> None:
        if event.key == "ctrl+s":
            event.stop()
            self._answer(self.query_one(Input).value)
        elif event.key == "escape":
            event.stop()
            given_up, cancelled = self._given_up, self._on_cancel
            self.close()
            if cancelled is not None:
                cancelled()
            if given_up is not None:
                given_up()
        elif event.key == "ctrl+r" and self._toggled is not None:
            event.stop()
            self.query_one("#prompt-label", Static).update(self._toggled())
