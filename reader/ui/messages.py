"""Messages that workers and processes post to the app; only handlers touch widgets."""

from __future__ import annotations

from textual.message import Message

from reader.article.article import Article
from reader.ui.analyst import Event as AnalystEvent


class NotesStirred(Message):
    """The store's thread has events waiting in the app's queue."""


class FindingsStirred(Message):
    """The analyst has something to tell."""

    def __init__(self, event: AnalystEvent) -> None:
        super().__init__()
        self.event = event


class ArticleOpened(Message):
    """An article was loaded by a worker; ``focus`` an offset to show, None to resume."""

    def __init__(self, article: Article, focus: int | None = None) -> None:
        super().__init__()
        self.article = article
        self.focus = focus


class ArticleRefused(Message):
    """It could not be opened; one sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence
