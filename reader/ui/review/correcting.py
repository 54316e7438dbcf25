"""Commands that put an item right in place: its passage, and who said it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.annotations.records import Record, now
from reader.errors import ReaderError
from reader.review.putting_right import passage_of, respanned, respoken
from reader.session.choice import Row
from reader.session.findings_outline import one_line, snippet
from reader.ui.article_pane.selection import grown
from reader.ui.dialogs.choice import Choice
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.review.item import Item
    from reader.ui.review.screen import ReviewScreen

OTHER, NOBODY = "other", "nobody"
DIGITS = "123456789"


class ItemCorrecting:
    """A claim made on the item follows what is put right."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "grow": lambda _: self.resize(1),
            "shrink": lambda _: self.resize(-1),
            "grow-start": lambda _: self.resize(1, backwards=True),
            "shrink-start": lambda _: self.resize(-1, backwards=True),
            "speaker": lambda _: self.speaker(),
        }

    def _keep(self, make: Callable[[], Sequence[Record]], doing: str) -> None:
        try:
            records = make()
        except ReaderError as fault:
            self._screen.tell(str(fault))
            return
        self._screen.save(records, doing)

    def resize(self, by: int, *, backwards: bool = False) -> None:
        """Grow or shrink the passage by words, at its end or its start."""
        screen = self._screen
        item = screen.require_item()
        if item is None:
            return
        article, claim = screen.sitting.article, screen.claim
        spans = passage_of(article, item, claim)
        place = 0 if backwards else -1
        changed = grown(
            screen.app.reader.pane.reading, spans[place], "word", by, backwards=backwards
        )
        if changed == spans[place] or not len(changed):
            screen.refuse(f"It cannot {'grow' if by > 0 else 'shrink'} any more.")
            return
        after = (changed, *spans[1:]) if backwards else (*spans[:-1], changed)
        me = screen.settings.me
        self._keep(
            lambda: respanned(article, item, after, claim, creator=me, at=now()),
            "grow" if by > 0 else "shrink",
        )

    def speaker(self) -> None:
        """Choose who said it: the people named, the source's own words, nobody, or a name typed."""
        screen = self._screen
        item = screen.require_item()
        if item is None:
            return
        if item.kind == "sentence":
            screen.refuse("A sentence has no speaker; i says who claims it.")
            return
        names = self._candidates(item)
        rows = [Row(f"name {name}", name, key) for name, key in zip(names, DIGITS, strict=False)]
        rows += [Row(OTHER, "somebody else …", "o"), Row(NOBODY, "not known", "0")]

        def chosen(row: str | None) -> None:
            screen.to_item()
            if row == OTHER:
                screen.prompt.ask("speaker:", answered, given_up=screen.to_item)
            elif row == NOBODY:
                self._respeak(item, None)
            elif row is not None:
                self._respeak(item, row.removeprefix("name "))

        def answered(name: str) -> None:
            screen.to_item()
            if name.strip():
                self._respeak(item, one_line(name))

        screen.app.push_screen(Choice(f"Who says “{snippet(item.text)}”?", rows), chosen)

    def _candidates(self, item: Item) -> list[str]:
        """Who may have said it: the source's words, those named near it, then everybody named."""
        article = self._screen.sitting.article
        finding = article.findings.analysed.index.by_id.get(item.id)
        sources = finding.source or () if finding is not None else ()
        told = [one_line(span.slice(article.text)) for span in sources]
        away: dict[str, int] = {}
        for entity in article.machine.entities:
            if entity.person is not None:
                distance = abs(item.start - entity.start)
                away[entity.person] = min(distance, away.get(entity.person, distance))
        near = sorted(article.machine.people, key=lambda each: away.get(each.id, len(article.text)))
        return list(dict.fromkeys([*told, *(person.name for person in near)]))[: len(DIGITS)]

    def _respeak(self, item: Item, speaker: str | None) -> None:
        screen = self._screen
        article, me = screen.sitting.article, screen.settings.me
        claim = screen.sitting.claim_of(item)
        self._keep(lambda: respoken(article, item, speaker, claim, creator=me, at=now()), "speaker")
