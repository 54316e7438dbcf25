"""The command palette: every command by name, and people, quotes, notes and headings to go to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.session.findings_outline import one_line, snippet
from reader.text.cells import printable
from reader.ui.key_sequences import Asked
from reader.ui.keymap_rows import CODEBOOK, LABELS, NOTES, REVIEW
from reader.ui.keys import shown
from reader.ui.over_screen import OverScreen
from reader.ui.pane_layers import FINDINGS
from reader.ui.pane_layers import NOTES as OWN
from reader.ui.read_screen import ReadScreen

Entry = tuple[str, str, Callable[[], object]]


class CommandsProvider(Provider):
    """Entries are (what is read and searched, a remark, what is done)."""

    def _commands(self) -> Iterator[Entry]:
        """Yield the commands of reading, or those of the screen that is open over it."""
        here, seen = self.screen, set[str]()
        assert isinstance(here, ReadScreen | OverScreen)
        own = None if isinstance(here, ReadScreen) else here.context
        for command in here.keys.commands:
            if own is None:
                meant = command.contexts not in (REVIEW, NOTES, CODEBOOK, LABELS)
            else:
                meant = own in command.contexts
            if command.palette and meant and command.id not in seen:
                seen.add(command.id)
                keys = " ".join(shown(key) for key in command.keys)
                name = command.description[:1].upper() + command.description[1:]
                yield name, keys, partial(here.perform, Asked(command.id))

    def _places(self) -> Iterator[Entry]:
        screen = self.screen
        reading = screen.session.reading if isinstance(screen, ReadScreen) else None
        if reading is None or not isinstance(screen, ReadScreen):
            return
        pane, text = screen.pane, reading.text
        if not screen.session.blind:
            for person in reading.standing.people:
                named = [one for one in reading.standing.entities if one.person == person.id]
                if named:
                    go = partial(pane.go_to_mark, FINDINGS, named[0].id)
                    yield f"Go to {one_line(person.name)}", one_line(person.role or ""), go
            for quote in reading.standing.quotes:
                go = partial(pane.go_to_mark, FINDINGS, quote.id)
                yield f"Go to {snippet(quote.text)}", one_line(quote.speaker or ""), go
        for placed in reading.records.placed:
            if placed.spans:
                record = placed.record
                words = getattr(record, "body", "") or getattr(record, "claim", "")
                go = partial(pane.go_to_mark, OWN, record.id)
                label = snippet(words or record.anchor.exact)
                yield f"Go to {record.kind}: {label}", snippet(record.anchor.exact), go
        for block in reading.article.blocks:
            if block.kind in ("headline", "heading"):
                words = snippet(text[block.start : block.end])
                yield f"Go to {words}", block.kind, partial(pane.go_to, block.start)

    async def discover(self) -> Hits:
        for name, remark, do in self._commands():
            yield DiscoveryHit(_row(name, remark), do, text=name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, remark, do in (*self._commands(), *self._places()):
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, _marked(matcher.highlight(printable(name)), remark), do, text=name)


def _row(name: str, remark: str) -> Content:
    return _marked(Content(printable(name)), remark)


def _marked(name: Content, remark: str) -> Content:
    return Content.assemble(name, ("  " + printable(remark), "$foreground 75%")) if remark else name
