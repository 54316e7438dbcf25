"""Commands that put an item right in place: its passage, and who said it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.analysis.findings import Figure, Quote
from reader.annotations.records import Record, now
from reader.errors import ReaderError
from reader.review.putting_right import passage_of, respanned, respoken
from reader.review.who_said import speakers_for
from reader.session.findings_outline import quoted
from reader.ui.commands.speaking import Speaking
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.review.item import Item
    from reader.session.reviewing import Reviewing
    from reader.session.session import Session
    from reader.session.stage import ReviewStage


class ItemCorrecting:
    """A claim made on the item follows what is put right."""

    def __init__(self, session: Session, review: Reviewing, stage: ReviewStage) -> None:
        self._session = session
        self._review = review
        self._stage = stage
        self._speaking = Speaking(session)

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
            self._session.report(str(fault))
            return
        self._review.save(records, doing)

    def resize(self, by: int, *, backwards: bool = False) -> None:
        """Grow or shrink the passage by words, at its end or its start."""
        here = self._review.item_here()
        if here is None:
            return
        sitting, item = here
        article, claim = sitting.article, self._review.claim
        spans = passage_of(article, item, claim)
        place = 0 if backwards else -1
        changed = self._stage.grown(spans[place], by, "word", backwards=backwards)
        if changed == spans[place] or not len(changed):
            self._session.refuse(f"It cannot {'grow' if by > 0 else 'shrink'} any more.")
            return
        after = (changed, *spans[1:]) if backwards else (*spans[:-1], changed)
        me = self._session.settings.me
        self._keep(
            lambda: respanned(article, item, after, claim, creator=me, at=now()),
            "grow" if by > 0 else "shrink",
        )

    def speaker(self) -> None:
        """Choose who said it: the people named, the source's own words, nobody, or a name typed."""
        here = self._review.item_here()
        if here is None:
            return
        sitting, item = here
        finding = sitting.article.findings.index.by_id.get(item.id)
        if not isinstance(finding, Quote | Figure):
            self._session.refuse("A sentence has no speaker; i says who claims it.")
            return
        article = sitting.article
        said = [replace(finding, speaker=item.speaker)]
        names = speakers_for(said, article.standing, article.text)

        def given(speaker: str | None) -> None:
            self._respeak(item, speaker)

        title = f"Who says {quoted(item.text)}?"
        self._speaking.ask(self._stage, title, names, given, now_is=item.speaker)

    def _respeak(self, item: Item, speaker: str | None) -> None:
        sitting, me = self._review.sitting, self._session.settings.me
        if sitting is not None:
            article, claim = sitting.article, sitting.claim_of(item)
            self._keep(
                lambda: respoken(article, item, speaker, claim, creator=me, at=now()), "speaker"
            )
            hint = self._session.undo_hint
            self._session.report(f"Said by {speaker or 'nobody known'} · {hint}")
