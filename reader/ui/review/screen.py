"""The screen of review: an item of the queue, what is around it, the record on it.

It shows what the session's ``Reviewing`` holds, and is the stage of the commands of review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Key

from reader.review.claims import claim_from
from reader.review.item import Item
from reader.review.pace import pace
from reader.review.queue import few, progress
from reader.review.queue_view import QueueView
from reader.review.review_session import ReviewSession
from reader.review.said_before import is_linked
from reader.review.second_reading import as_seen_by, hidden_verdicts
from reader.review.tally import tally
from reader.session.people_signs import people_on
from reader.session.reviewing import Reviewing
from reader.session.session import Session
from reader.shipped import shipped_folder
from reader.text.span import Span
from reader.ui.key_sequences import Asked
from reader.ui.keymap_rows import Context
from reader.ui.keys import Keys
from reader.ui.layout import Layout
from reader.ui.over_screen import OverScreen
from reader.ui.review import parts as words
from reader.ui.review.panes import Pane, PartsLine, QueueRows

if TYPE_CHECKING:
    from reader.annotations.records import Evidence
    from reader.review.annotated_article import AnnotatedArticle
    from reader.review.speakers import Speaker
    from reader.review.triage import Filter
    from reader.session.stage import Unit


class ReviewScreen(OverScreen[int | None]):
    """Dismissed with the offset of the item in view."""

    CSS_PATH: ClassVar = str(shipped_folder("styles") / "review.tcss")
    AUTO_FOCUS = ""
    context: Context = "review"

    def __init__(self, session: Session, review: Reviewing, keys: Keys, below: Layout) -> None:
        super().__init__(session, keys, below)
        self.review = review

    @cached_property
    def doings(self) -> dict[str, Callable[[Asked], None]]:
        from reader.ui.commands.exporting import Exporting
        from reader.ui.review.choosing import Choosing
        from reader.ui.review.claim_editing import ClaimEditing
        from reader.ui.review.correcting import ItemCorrecting
        from reader.ui.review.deciding import Deciding
        from reader.ui.review.recall_commands import RecallCommands

        session, review = self.session, self.review
        deciding = Deciding(session, review, self, self.keys)
        editing = ClaimEditing(session, review, self, deciding)
        return {
            **self._moves(),
            **deciding.commands(),
            **editing.commands(),
            **Choosing(session, review, self, editing).commands(),
            **ItemCorrecting(session, review, self).commands(),
            **RecallCommands(session, review, self, deciding).commands(),
            **Exporting(session, self).commands(),
        }

    def _moves(self) -> dict[str, Callable[[Asked], None]]:
        session, review = self.session, self.review
        return {
            "item-next": lambda _: self._walk(review.view.step(1)),
            "item-previous": lambda _: self._walk(review.view.step(-1)),
            "item-first": lambda _: self._walk(review.view.at(0)),
            "item-last": lambda _: self._walk(review.view.at(len(review.view.shown) - 1)),
            "scroll-down": lambda _: self._scroll(1),
            "scroll-up": lambda _: self._scroll(-1),
            "article-next": lambda _: session.queue.open_next(1),
            "article-previous": lambda _: session.queue.open_next(-1),
            "leave-review": lambda _: self.leave(),
            **self.common(),
        }

    def compose(self) -> ComposeResult:
        yield PartsLine("review-head")
        with Container(id="review-body"):
            with Container(id="review-left"):
                yield Pane(id="review-item")
                yield QueueRows()
            yield Pane(id="review-context")
            yield Pane(id="review-record")
        yield PartsLine("review-scale")
        yield from self.foot()

    def on_resize(self) -> None:
        self.show()

    @property
    def place_named(self) -> str:
        reading, item = self.session.reading, self.review.item
        if reading is None or item is None:
            return self._below.place_named
        return f"{reading.fingerprint} {item.id}"

    def leave(self) -> None:
        """Back to reading."""
        item = self.review.item
        self.session.end_review()
        self.dismiss(None if item is None else item.start)

    # -- the stage of the commands

    def grown(self, span: Span, by: int, unit: Unit, *, backwards: bool) -> Span:
        return self._below.pane.grown(span, by, unit, backwards=backwards)

    def ask_filter(
        self,
        wanted: Filter,
        speaker: str | None,
        before: frozenset[str],
        count: Callable[[Filter], int],
        then: Callable[[Filter], None],
    ) -> None:
        from reader.ui.review.filter_dialog import FilterDialog

        self.open_dialog(FilterDialog(wanted, speaker, before, count), then)

    def ask_evidence(
        self,
        words: str,
        others: Sequence[AnnotatedArticle],
        draft: str,
        then: Callable[[Evidence], None],
        given: Evidence | None = None,
    ) -> None:
        from reader.ui.review.evidence_form import EMPTY, EvidenceForm

        drafts = self.session.drafts
        self.open_dialog(EvidenceForm(words, others, drafts, draft, given or EMPTY), then)

    def show_speaker(self, speaker: Speaker) -> None:
        from reader.ui.review.speaker_page import SpeakerPage

        self.app.push_screen(SpeakerPage(speaker))

    def show_reasons(self, item: Item) -> None:
        from reader.ui.card_text import reasons_card
        from reader.ui.dialogs.card import Card

        def closed(key: Key | None) -> None:
            """Take the key that closed the card."""
            if key is not None:
                self.on_key(Key(key.key, key.character))

        self.app.push_screen(Card(reasons_card(item)), closed)

    # -- what is shown

    def show(self) -> None:
        """Show what the review holds now."""
        if not self.is_mounted:
            return
        review = self.review
        self.query_one("#review-head", PartsLine).show_parts(self._head())
        self.query_one("#review-scale", PartsLine).show_parts(words.scale_line(review.scale))
        self.query_one(QueueRows).show(review.view)
        sitting, item = review.sitting, review.item
        if sitting is None or item is None:
            self._show_none()
            return
        which = f"{(review.view.place or 0) + 1} of {len(review.view.shown)}"
        self.query_one("#review-item", Pane).show_parts(
            [*words.item_parts(item, which, self._people()), *self._beside(sitting, item)]
        )
        self.query_one("#review-context", Pane).show_parts(
            words.context_parts(sitting.article, item)
        )
        self.query_one("#review-record", Pane).show_parts(self._record(sitting, item))
        self.query_one("#review-body").scroll_home(animate=False)
        self.call_after_refresh(self._place_terminal_cursor)

    def _place_terminal_cursor(self) -> None:
        """Set the terminal's cursor to the item, so that braille and magnifiers follow."""
        if self.is_current and not self.prompt.asking:
            self.app.cursor_position = self.query_one("#review-item").content_region.offset

    def _show_none(self) -> None:
        ended = self.review.view.ended
        parts = self._end() if ended else [(self._why_none(), "")]
        self.query_one("#review-item", Pane).show_parts(parts)
        for pane in ("#review-context", "#review-record"):
            self.query_one(pane, Pane).show_parts([])

    def _end(self) -> Iterator[words.Part]:
        """Yield the end of the queue: what was decided here, and where to go on."""
        sitting, view = self.review.sitting, self.review.view
        if sitting is None:
            return
        count = len(view.shown)
        shown = f"All {count} decided" if count > 1 else "The only item is decided"
        others = sum(map(view.is_left, view.items))
        following = self.session.queue.next_title()
        here = "article-next", f"next article: {following}" if following else "next article"
        every = (
            here,
            ("show-all", f"the rest of the queue: {others} open"),
            ("export", "export the notes"),
            ("item-previous", "back to the last item"),
            ("undo", "undo the last decision"),
            ("leave-review", "back to reading"),
        )
        ways = [(self.keys.first(command, "review"), way) for command, way in every]
        if not others or view.queue.entire:
            del ways[1]
        whole = [item for item in view.items if not item.folded or item in view.shown]
        yield from words.end_parts(tally(whole, sitting.claim_of), shown, ways)

    def _why_none(self) -> str:
        """Why there is no item to show."""
        reading = self.session.reading
        if self.review.sitting is not None:
            return "Nothing of the queue is shown; a shows all."
        if reading is not None and reading.findings.found is not None:
            return "Loading notes…"
        if self.session.finder.looking:
            return "Finding names and quotes…"
        key = self.keys.first("look-again")
        return f"Names and quotes are not known: back in reading {key} looks for them."

    def _head(self) -> list[words.Part]:
        sitting, view = self.review.sitting, self.review.view
        items = view.items
        state = progress(few(items))
        if sitting is None:
            reading = self.session.reading
            return [(words.plain(reading.article.title), "bold")] if reading is not None else []
        title = sitting.article.title
        narrowed = str(view.queue.wanted)
        count = f"{len(view.shown)} of {len(items)} shown"
        if narrowed or view.queue.entire:
            count += f", {view.left} open{narrowed and f': {narrowed}'}"
        left = pace(self.review.times, state.left)
        return words.head(title, state, count, left, self.size.width - 2)

    def _people(self) -> words.People:
        """Return the other people who made or judged records of the article."""
        sitting = self.review.sitting
        records = sitting.article.records.records if sitting is not None else ()
        return people_on(records, self.session.settings.me)

    def _record(self, sitting: ReviewSession, item: Item) -> list[words.Part]:
        claim, me = sitting.claim_of(item), self.session.settings.me
        if claim is not None:
            seen, people = as_seen_by(claim, me), self._people()
            parts = list(words.claim_parts(seen, hidden_verdicts(claim, me), people))
            parts += words.reason_parts(self.review.reasons_ahead.get(item.id, ""))
            for other in sitting.also_on(item):
                parts += words.twin_parts(as_seen_by(other, me), seen, people)
            return parts
        made = claim_from(sitting.article, item, creator=me, at="")
        unclaimed = words.unclaimed_parts(made.claim, made.claimant)
        return [*unclaimed, *words.reason_parts(self.review.reasons_ahead.get(item.id, ""))]

    def _beside(self, sitting: ReviewSession, item: Item) -> Iterator[words.Part]:
        """Yield what differs from the item, and what is known of it already."""
        here = sitting.article.article_id
        for conflict in self.review.beside.conflicts_of(item, sitting.items):
            yield from words.conflict_parts(conflict, here)
        for drift in self.review.beside.drifts_of(item):
            yield from words.drift_parts(drift, here)
        yield from self._said_before(item)

    def _said_before(self, item: Item) -> Iterator[words.Part]:
        """Yield prior checks and claims of the desk that say the same, with the keys for them."""
        review, claim = self.review, self.review.claim
        same, verdict, other = (
            self.keys.first(command) for command in ("same-claim", "their-verdict", "not-same")
        )
        for place, match in enumerate(review.prior_checks(item)):
            linked = claim is not None and is_linked(claim, match.check)
            link = "" if linked else f"{same} adds it as evidence, "
            ways = f"{link}{verdict} proposes its verdict, {other} says it is not the same"
            ways = "" if place else ways
            yield from words.check_parts(match, item.text, ways, linked=linked)
        for place, known in enumerate(review.known(item)):
            yield from words.known_parts(known, "" if place or item.claim else same, self._people())
        first = review.said_again(item)
        if first is not None:
            yield from words.again_parts(first)

    def _walk(self, view: QueueView) -> None:
        """Go to another item; where there is none that way, say so."""
        if view.place is not None and view.current == self.review.view.current:
            which = "last" if view.place else "first" if len(view.shown) > 1 else "only"
            self.session.refuse(f"This is the {which} item.")
        elif not view.shown:
            self.session.refuse("There is no item here.")
        self.review.go(view)

    def _scroll(self, by: int) -> None:
        moved = False
        for pane in ("#review-body", "#review-item", "#review-context", "#review-record"):
            body = self.query_one(pane)
            if body.scroll_y < body.max_scroll_y if by > 0 else body.scroll_y > 0:
                (body.scroll_page_down if by > 0 else body.scroll_page_up)(animate=False)
                moved = True
        if not moved:
            self.session.refuse(f"There is nothing further {'down' if by > 0 else 'up'}.")

    @on(QueueRows.Chosen)
    def _row_chosen(self, event: QueueRows.Chosen) -> None:
        self.review.go(self.review.view.at(event.place))
