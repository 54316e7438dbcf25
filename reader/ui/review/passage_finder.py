"""Finds a sentence of another article of the desk, to be evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from reader.review.annotated_article import AnnotatedArticle
from reader.session.findings_outline import one_line
from reader.text.cells import printable
from reader.text.find import hits
from reader.text.span import Span
from reader.ui.dialogs.dialog import Dialog
from reader.ui.options import Options
from reader.ui.typed_line import Line

MOST = 50
"""Sentences that are listed at most."""
Place = tuple[AnnotatedArticle, Span]


class PassageFinder(Dialog[Place | None]):
    """Dismissed with an article and a sentence of it, or with None."""

    AUTO_FOCUS = "Input"

    def __init__(self, articles: Sequence[AnnotatedArticle]) -> None:
        super().__init__()
        self._articles = articles
        self._found: list[Place] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="choice"):
            count = len(self._articles)
            title = f"Words in {'another article' if count == 1 else f'{count} other articles'}"
            yield Static(title, id="choice-title", markup=False)
            yield Line(id="passage-words", compact=True)
            yield Options(markup=False)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        words = one_line(event.value)
        self._found = list(islice(passages(self._articles, words), MOST)) if words else []
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options([_option(place) for place in self._found])
        if self._found:
            rows.highlighted = 0

    @on(Input.Submitted)
    def _entered(self) -> None:
        self._choose(self.query_one(OptionList).highlighted)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose(event.option_index)

    def _choose(self, place: int | None) -> None:
        if place is not None and place < len(self._found):
            self.dismiss(self._found[place])

    def on_key(self, event: Key) -> None:
        rows = self.query_one(OptionList)
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key in ("down", "up") and isinstance(self.focused, Input):
            event.stop()
            (rows.action_cursor_down if event.key == "down" else rows.action_cursor_up)()


def passages(articles: Sequence[AnnotatedArticle], words: str) -> Iterator[Place]:
    """Yield the sentences that hold ``words``, each once, article by article."""
    for article in articles:
        seen: set[Span] = set()
        for span in hits(article.text, words):
            sentence = article.sentence_of(span.start) or span
            if sentence not in seen:
                seen.add(sentence)
                yield article, sentence


def _option(place: Place) -> Option:
    article, sentence = place
    words = printable(one_line(sentence.slice(article.text)))
    title = printable(one_line(article.title))
    return Option(Content.assemble(words, ("\n   " + title, "$foreground 75%")))
