"""The command that lets notes leave: a format, a name for the file, and it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.session.choice import Choice, Question, Row
from reader.session.findings_outline import one_line, snippet
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.exchange.export import Export
    from reader.session.session import Session
    from reader.session.stage import Asking

OVER, OTHER = "over", "other"
KEYS = "123456789abcdefghilmno"
"""The rows' own keys; j and k move in every list."""


class Exporting:
    """From the article its notes are exported, from the desk those of all articles."""

    def __init__(self, session: Session, stage: Asking) -> None:
        self._session = session
        self._stage = stage

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {"export": lambda _: self.choose_format()}

    def choose_format(self) -> None:
        from reader.exchange.formats.registry import FORMATS

        reading = self._session.reading
        if reading is None or self._stage.context == "desk":
            article_id, title, what = None, "notes", "all articles"
        else:
            article_id, title = reading.article_id, one_line(reading.article.title)
            what = f"“{snippet(title, 40)}”"
        written = [(name, each.summary) for name, each in FORMATS.items() if each.writes]
        rows = [
            Row(name, f"{name}: {about}", key)
            for (name, about), key in zip(written, KEYS, strict=False)
        ]

        def chosen(name: str) -> None:
            from reader.session.desk_export import asked_for

            self._ask_name(asked_for(name, title, article_id, self._session.settings))

        self._stage.ask(Choice(f"Export the notes of {what} as", rows), chosen)

    def _ask_name(self, export: Export) -> None:
        def answered(line: str) -> None:
            if not line.strip():
                return
            named = replace(export, target=line.strip())
            if named.is_taken:
                self._ask_over(named)
            else:
                self._session.exporter.start(named)

        question = Question(f"export {export.format} to:", export.target)
        self._stage.ask_line(question, answered)

    def _ask_over(self, export: Export) -> None:
        def chosen(row: str) -> None:
            if row == OVER:
                self._session.exporter.start(replace(export, over=True))
            else:
                self._ask_name(export)

        rows = [Row(OTHER, "another name", "n"), Row(OVER, "write over it", "w")]
        self._stage.ask(Choice(f"{export.target} is there already", rows), chosen)
