"""Messages that workers and processes post to the app; only handlers touch widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from reader.article.article import Article
from reader.session.analyst import Event as AnalystEvent

if TYPE_CHECKING:
    from reader.annotations.versions import EarlierVersion
    from reader.article.contents import Contents
    from reader.desk.search import DeskHit
    from reader.session.desk_export import Report


class NotesStirred(Message):
    """The store's thread has events waiting in the app's queue."""


class DeskStirred(Message):
    """The librarian's thread has events waiting."""


class FindingsStirred(Message):
    """The analyst has something to tell."""

    def __init__(self, event: AnalystEvent) -> None:
        super().__init__()
        self.event = event


class WorkFailed(Message):
    """Work behind the screen met a fault that it did not expect; ``failed`` wants the sentence."""

    def __init__(self, sentence: str, failed: Callable[[str], None] | None) -> None:
        super().__init__()
        self.sentence = sentence
        self.failed = failed


class ArticleOpened(Message):
    """An article was loaded by a worker; ``told`` is a remark on where its text is from."""

    def __init__(self, article: Article, told: str = "") -> None:
        super().__init__()
        self.article = article
        self.told = told


class ArticleRefused(Message):
    """It could not be opened; one sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class ContentsFound(Message):
    """Several articles are where one was asked for."""

    def __init__(self, contents: Contents) -> None:
        super().__init__()
        self.contents = contents


class ExportAdvanced(Message):
    """So many records of so many were written."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__()
        self.done = done
        self.total = total


class Exported(Message):
    """An export ended; ``report`` says what was written, or why nothing was."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


class DeskSearched(Message):
    """The whole desk was searched for ``query``; ``missing`` articles have no text kept."""

    def __init__(self, query: str, found: Sequence[DeskHit], missing: int = 0) -> None:
        super().__init__()
        self.query = query
        self.found = found
        self.missing = missing


class VersionSeen(Message):
    """The article with ``article_id`` looks like a new version of one on the desk."""

    def __init__(self, article_id: str, earlier: EarlierVersion) -> None:
        super().__init__()
        self.article_id = article_id
        self.earlier = earlier
