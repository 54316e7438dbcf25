"""The command that lets notes leave: a format, a name for the file, and it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.ui.findings_outline import one_line, snippet
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.ui.desk_export import Export
    from reader.ui.read_screen import ReadScreen

OVER, OTHER = "over", "other"
KEYS = "123456789abcdefghilmno"
"""The rows' own keys; j and k move in every list."""


class Exporting:
    """From the article its notes are exported, from the desk those of all articles."""

    def __init__(self, screen: ReadScreen) -> None:
        self._screen = screen

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {"export": lambda _: self.choose_format()}

    def choose_format(self) -> None:
        from reader.exchange.formats import FORMATS
        from reader.ui.choice_row import Row
        from reader.ui.dialogs.choice import Choice

        screen = self._screen
        reading = screen.reading
        whole_desk = reading is None or (screen.lists_ready and screen.focused is screen.desk_list)
        if reading is None or whole_desk:
            article_id, title, told = None, "notes", "all articles"
        else:
            article_id, title = reading.article_id, one_line(reading.article.title)
            told = f"“{snippet(title, 40)}”"
        written = [(name, each.told) for name, each in FORMATS.items() if each.writes]
        rows = [
            Row(name, f"{name}: {what}", key)
            for (name, what), key in zip(written, KEYS, strict=False)
        ]

        def chosen(name: str | None) -> None:
            screen.to_article()
            if name is not None:
                from reader.ui.desk_export import Export, suggested_name

                suggested = suggested_name(title, article_id or title, name)
                self._ask_name(Export(name, suggested, article_id))

        screen.app.push_screen(Choice(f"Export the notes of {told} as", rows), chosen)

    def _ask_name(self, asked: Export) -> None:
        from dataclasses import replace

        screen = self._screen

        def answered(written: str) -> None:
            screen.to_article()
            if not written.strip():
                return
            named = replace(asked, target=written.strip())
            if named.is_taken:
                self._ask_over(named)
            else:
                screen.app.export(named)

        screen.prompt.ask(
            f"export {asked.format} to:",
            answered,
            value=asked.target,
            given_up=screen.to_article,
        )

    def _ask_over(self, asked: Export) -> None:
        from dataclasses import replace

        from reader.ui.choice_row import Row
        from reader.ui.dialogs.choice import Choice

        screen = self._screen

        def chosen(row: str | None) -> None:
            screen.to_article()
            if row == OVER:
                screen.app.export(replace(asked, over=True))
            elif row == OTHER:
                self._ask_name(asked)

        rows = [Row(OTHER, "another name", "n"), Row(OVER, "write over it", "w")]
        screen.app.push_screen(Choice(f"{asked.target} is there already", rows), chosen)
