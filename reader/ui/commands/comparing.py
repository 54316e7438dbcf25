"""Commands about the versions of an article: what changed, and whether two are one story."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.session.findings_outline import one_line, snippet
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.ui.changes_page import Changes
    from reader.ui.dialogs.changes import Version
    from reader.ui.read_screen import ReadScreen


class Comparing:
    """The article in view beside the versions of it that are kept."""

    def __init__(self, screen: ReadScreen) -> None:
        self._screen = screen

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "what-changed": lambda _: self.show_changes(),
            "new-version": lambda _: self._screen.app.versions.ask(),
        }

    def show_changes(self) -> None:
        """Show the article beside the version of it that was kept last."""
        from reader.article.kept import KeptTexts
        from reader.ui.changes_page import changes_between
        from reader.ui.dialogs.changes import ChangesScreen

        screen, reading = self._screen, self._screen.reading
        if reading is None:
            return
        versions = self._versions()
        if not versions:
            screen.refuse("No other version of this article is kept.")
            return
        texts = KeptTexts(screen.settings.kept_texts)
        new, placed = reading.article.text, reading.placed

        def compare(version: Version) -> Changes:
            old = texts.load(version.fingerprint)
            return changes_between(new if old is None else old, version.fingerprint, new, placed)

        def closed(offset: int | None) -> None:
            screen.to_article()
            if offset is not None:
                screen.pane.go_to(offset)

        title = f"What changed in “{snippet(one_line(reading.article.title), 60)}”"
        screen.app.clear_notifications()
        screen.app.push_screen(ChangesScreen(title, versions, compare), closed)

    def _versions(self) -> list[Version]:
        """The versions whose text is kept, oldest first, those seen after this one in front."""
        from reader.article.kept import KeptTexts
        from reader.ui.dialogs.changes import Version

        screen, reading = self._screen, self._screen.reading
        record = screen.app.opening.record
        if record is None or reading is None:
            return []
        kept = set(KeptTexts(screen.settings.kept_texts).list())
        here = reading.article.fingerprint
        prints = [each.fingerprint for each in record.revisions]
        place = prints.index(here) if here in prints else len(prints)
        ordered = (*record.revisions[place + 1 :], *record.revisions[:place])
        return [
            Version(f"the text seen {each.seen[:16].replace('T', ' at ')}", each.fingerprint)
            for each in ordered
            if each.fingerprint in kept
        ]
