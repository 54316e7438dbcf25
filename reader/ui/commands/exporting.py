"""The command that lets notes leave: a format, a name for the file, and it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.session.choice import Choice, Question, Row
from reader.session.findings_outline import one_line, snippet
from reader.text.plural import counted
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.exchange.export import Export
    from reader.exchange.selection import Selection
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
        from reader.exchange.selection import Selection

        reading = self._session.reading
        chosen = frozenset(self._session.desk.selection.ids)
        if self._stage.context == "desk" and chosen:
            what = f"the notes of {counted(len(chosen), 'article')}"
            self.offer(what, "notes", Selection(articles=chosen))
        elif reading is None or self._stage.context == "desk":
            self.offer("the notes of all articles", "notes", Selection())
        else:
            title, here = one_line(reading.article.title), reading.article_id or ""
            what = f"the notes of “{snippet(title, 40)}”"
            self.offer(what, title, Selection(article=here))

    def offer(self, what: str, title: str, selection: Selection) -> None:
        """Ask for a format, and for the name of a file that is called by ``title`` at first."""
        from reader.exchange.formats.registry import FORMATS

        written = [(name, each.summary) for name, each in FORMATS.items() if each.writes]
        rows = [
            Row(name, f"{name}: {about}", key)
            for (name, about), key in zip(written, KEYS, strict=False)
        ]

        def chosen(name: str) -> None:
            from reader.session.desk_export import asked_for

            self._ask_name(asked_for(name, title, selection, self._session.settings))

        self._stage.ask(Choice(f"Export {what} as", rows), chosen)

    def _ask_name(self, export: Export) -> None:
        def answered(line: str) -> None:
            if not line.strip():
                return
            named = replace(export, target=line.strip())
            if named.is_taken:
                self._ask_over(named)
            else:
                self._session.exporter.start(named)

        in_browser = self._session.settings.in_browser
        hint = "a file on the machine that runs reader; a browser tab writes no other" * in_browser
        question = Question(f"export {export.format} to:", export.target, hint=hint)
        self._stage.ask_line(question, answered)

    def _ask_over(self, export: Export) -> None:
        def chosen(row: str) -> None:
            if row == OVER:
                self._session.exporter.start(replace(export, over=True))
            else:
                self._ask_name(export)

        rows = [Row(OTHER, "another name", "n"), Row(OVER, "write over it", "w")]
        self._stage.ask(Choice(f"{export.target} is there already", rows), chosen)
