"""What the lists beside the article say was chosen; the screen need not load them for it."""

from __future__ import annotations

from textual.message import Message


class FindingChosen(Message):
    """Go to this finding, the ``number``-th of ``total`` of its row."""

    def __init__(self, finding: str, number: int = 1, total: int = 1) -> None:
        super().__init__()
        self.finding = finding
        self.number, self.total = number, total


class RecordChosen(Message):
    """Go to this record of the person's own."""

    def __init__(self, record: str) -> None:
        super().__init__()
        self.record = record


class ArticleChosen(Message):
    """Open this article of the desk."""

    def __init__(self, article_id: str) -> None:
        super().__init__()
        self.article_id = article_id
