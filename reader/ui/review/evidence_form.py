"""Where a piece of evidence is written: typed, pasted, or taken from another article."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.events import Key, Paste
from textual.widgets import Input, Static, TextArea

from reader.annotations.records import Evidence, Stance
from reader.errors import ReaderError
from reader.review.annotated_article import AnnotatedArticle
from reader.review.claims import STANCES
from reader.review.evidence import of_address, of_passage, pasted
from reader.session.drafts import Drafts
from reader.session.findings_outline import one_line, snippet
from reader.text.cells import printable
from reader.text.span import Span
from reader.ui.dialogs.dialog import Dialog
from reader.ui.typed_line import Line
from reader.ui.typed_lines import Lines

LINES: Sequence[tuple[str, str]] = (
    ("url", "address or file"),
    ("title", "title"),
    ("archived", "archived copy"),
    ("source_type", "kind of source"),
)
EMPTY = Evidence()


def _evidence(draft: str | None, given: Evidence) -> Evidence:
    """Return the evidence that ``draft`` holds; ``given`` where there is none that can be read."""
    try:
        typed = json.loads(draft or "{}")
    except (ValueError, RecursionError):
        return given
    if not isinstance(typed, dict):
        return given
    names = {each.name for each in fields(Evidence)}
    held: dict[str, Any] = {
        name: value for name, value in typed.items() if name in names and isinstance(value, str)
    }
    return replace(given, **held)


class Address(Line):
    """A line that takes a paste of several lines to pieces."""

    def __init__(self, value: str, whole: Callable[[str], None]) -> None:
        super().__init__(value, id="evidence-url", compact=True)
        self._whole = whole

    def _on_paste(self, event: Paste) -> None:
        if "\n" in event.text.strip() or " " in event.text.strip():
            event.stop()
            event.prevent_default()
            self._whole(event.text)


class StanceLine(Static, can_focus=True):
    """What the evidence does to the claim; space or an arrow key turns it, or its first letter."""

    def __init__(self, stance: Stance) -> None:
        super().__init__("", id="evidence-stance", markup=False)
        self.stance = stance

    def render(self) -> str:
        return "  ".join(f"[{one}]" if one == self.stance else f" {one} " for one in STANCES)

    def on_key(self, event: Key) -> None:
        turns = {"space": 1, "right": 1, "left": -1}
        named = [one for one in STANCES if one[0] == event.character]
        if event.key in turns:
            place = STANCES.index(self.stance) + turns[event.key]
            named = [STANCES[place % len(STANCES)]]
        if named:
            event.stop()
            self.stance = named[0]
            self.refresh()


class EvidenceForm(Dialog[Evidence | None]):
    """Dismissed with the evidence, or with None; what was typed is kept as a draft then.

    ``given`` is a piece to edit.
    """

    AUTO_FOCUS = "#evidence-url"

    def __init__(
        self,
        words: str,
        others: Sequence[AnnotatedArticle],
        drafts: Drafts,
        belongs_to: str,
        given: Evidence = EMPTY,
    ) -> None:
        super().__init__()
        self._words = words
        self._others = others
        self._drafts = drafts
        self._belongs_to = belongs_to
        self._given = given
        self._draft = _evidence(drafts.load(belongs_to), given)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="evidence", can_focus=False):
            yield Static(f"Evidence on “{printable(snippet(self._words, 60))}”", markup=False)
            for name, label in LINES:
                with Horizontal(classes="evidence-line"):
                    yield Static(label, classes="evidence-label", markup=False)
                    value = getattr(self._draft, name) or ""
                    if name == "url":
                        yield Address(value, self._take_pasted)
                    else:
                        yield Line(value, id=f"evidence-{name}", compact=True)
            with Horizontal(classes="evidence-line"):
                yield Static("stance (← → change)", classes="evidence-label", markup=False)
                yield StanceLine(self._draft.stance)
            yield Static("excerpt", markup=False)
            yield Lines(self._draft.excerpt, soft_wrap=True, id="evidence-excerpt")
            hints = "tab next line · ctrl+s saves · ctrl+o passage of another article · esc leaves"
            yield Static(hints, id="evidence-keys", markup=False)

    def _line(self, name: str) -> Input:
        return self.query_one(f"#evidence-{name}", Input)

    def _take_pasted(self, text: str) -> None:
        self._fill(pasted(text))

    def _fill(self, found: Evidence, *, overwrite: bool = False) -> None:
        """Put what was found into the lines that are still empty; with ``overwrite`` into all."""
        for name, _ in LINES:
            if overwrite or not self._line(name).value:
                self._line(name).value = getattr(found, name) or ""
        area = self.query_one(TextArea)
        if overwrite or not area.text:
            area.text = found.excerpt

    def _written(self) -> Evidence:
        lines = {name: one_line(self._line(name).value) for name, _ in LINES}
        return replace(
            self._draft,
            url=lines["url"] or None,
            title=lines["title"],
            archived=lines["archived"] or None,
            source_type=lines["source_type"],
            excerpt=self.query_one(TextArea).text.strip(),
            stance=self.query_one(StanceLine).stance,
        )

    def on_key(self, event: Key) -> None:
        if event.key == "ctrl+s":
            event.stop()
            self._save()
        elif event.key == "escape":
            event.stop()
            self.keep_draft()
            self.dismiss(None)
        elif event.key == "ctrl+o":
            event.stop()
            self._find_passage()

    @on(Input.Submitted)
    def _save(self) -> None:
        written = self._written()
        if self._says_nothing(written) or written == self._given:
            self._drafts.forget(self._belongs_to)
            self.dismiss(None)
            return
        try:
            there = of_address(written.url or "")
        except ReaderError as fault:
            self.notify(printable(str(fault)), severity="warning", markup=False)
            return
        self._drafts.forget(self._belongs_to)
        title = written.title or there.title
        # A file that was given before has its hash in the evidence alone.
        same = there.url is not None and there.url == self._given.url
        sha256 = self._given.sha256 if same else there.sha256
        self.dismiss(replace(written, url=there.url, title=title, sha256=sha256))

    def _says_nothing(self, written: Evidence) -> bool:
        lines = (written.url, written.title, written.archived, written.source_type)
        return not any((*lines, written.excerpt))

    def keep_draft(self) -> None:
        written = self._written()
        if self._says_nothing(written) or written == self._given:
            self._drafts.forget(self._belongs_to)
            return
        try:
            self._drafts.keep(self._belongs_to, json.dumps(asdict(written)))
        except OSError as fault:
            self.notify(
                f"What you typed is in this window alone ({fault.strerror}).",
                severity="warning",
                markup=False,
            )

    def _find_passage(self) -> None:
        from reader.ui.review.passage_finder import PassageFinder

        if not self._others:
            self.notify("There is no other article on the desk.", markup=False)
            return

        def found(place: tuple[AnnotatedArticle, Span] | None) -> None:
            if place is not None:
                self._fill(of_passage(*place), overwrite=True)

        self.app.push_screen(PassageFinder(self._others), found)
