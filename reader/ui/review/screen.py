"""The screen of review: an item of the queue, what is around it, the record on it.

It shows what the session's ``Reviewing`` holds, and is the stage of the commands of review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input

from reader.review.claims import claim_from
from reader.review.item import Item
from reader.review.pace import pace
from reader.review.queue import few, progress
from reader.review.queue_view import QueueView
from reader.review.review_session import ReviewSession
from reader.review.said_before import is_linked
from reader.review.second_reading import as_seen_by, hidden_verdicts
from reader.review.tally import tally
from reader.session.reviewing import Reviewing
from reader.session.session import Session
from reader.shipped import shipped_folder
from reader.text.span import Span
from reader.ui.article_pane.keyboard import stroke_of
from reader.ui.behind import act_on_app
from reader.ui.breakpoints import HEIGHTS, WIDTHS
from reader.ui.key_sequences import Asked, KeySequences, Pending
from reader.ui.keymap import Context
from reader.ui.keys import Keys, how_to_quit
from reader.ui.layout import Layout
from reader.ui.looking_on import refused
from reader.ui.prompt import Prompt
from reader.ui.review import parts as words
from reader.ui.review.panes import Pane, PartsLine, QueueRows
from reader.ui.status_line import Hints, StatusLine

if TYPE_CHECKING:
    from reader.annotations.records import Evidence
    from reader.review.annotated_article import AnnotatedArticle
    from reader.review.speakers import Speaker
    from reader.review.triage import Filter
    from reader.session.choice import Choice, Question
    from reader.session.stage import Unit
    from reader.ui.dialogs.dialog import Dialog

Answer = TypeVar("Answer")


class ReviewScreen(Screen[int | None]):
    """Over the reading screen ``below``; dismissed with the offset of the item in view."""

    CSS_PATH: ClassVar = str(shipped_folder("styles") / "review.tcss")
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    AUTO_FOCUS = ""
    context: Context = "review"

    def __init__(self, session: Session, review: Reviewing, keys: Keys, below: Layout) -> None:
        super().__init__()
        self.session = session
        self.review = review
        self.keys = keys
        self._below = below
        self._sequences = KeySequences(keys)

    @cached_property
    def _doings(self) -> dict[str, Callable[[Asked], None]]:
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
            "help": lambda _: self.help(),
            "palette": lambda _: self.app.action_command_palette(),
            "leave-review": lambda _: self.leave(),
            "quit": lambda _: session.leave(),
            "suspend": lambda _: act_on_app(self, "suspend_to_shell"),
            "redraw": lambda _: act_on_app(self, "redraw"),
            "how-to-quit": lambda _: session.refuse(how_to_quit(self.keys, self.context)),
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
        yield Prompt(self.session.drafts, lambda: self._place_named)
        yield StatusLine()
        hints = Hints(self.keys)
        hints.context = self.context
        yield hints

    def on_mount(self) -> None:
        self.watch(self._below.status, "message", self._message_changed)
        self.watch(self._below.status, "work", self._work_changed)
        self.show()

    def on_resize(self) -> None:
        self.show()

    def _message_changed(self, message: str) -> None:
        self.query_one(StatusLine).message = message

    def _work_changed(self, work: str) -> None:
        self.query_one(StatusLine).work = work

    @property
    def prompt(self) -> Prompt:
        return self.query_one(Prompt)

    @property
    def _place_named(self) -> str:
        reading, item = self.session.reading, self.review.item
        if reading is None or item is None:
            return self._below.place_named
        return f"{reading.fingerprint} {item.id}"

    def leave(self) -> None:
        """Back to reading."""
        item = self.review.item
        self.session.end_review()
        self.dismiss(None if item is None else item.start)

    def help(self) -> None:
        from reader.ui.dialogs.help_screen import HelpScreen
        from reader.ui.dialogs.key_columns import key_sections

        self.app.push_screen(HelpScreen(key_sections(self.keys, "review"), self.keys.clashes))

    # -- the stage of the commands

    def ask(self, choice: Choice, then: Callable[[str], None]) -> None:
        from reader.ui.dialogs.choice import ChoiceDialog

        self._open(ChoiceDialog(choice), then)

    def ask_line(self, question: Question, then: Callable[[str], None]) -> None:
        def answered(line: str) -> None:
            self.set_focus(None)
            then(line)

        self.prompt.ask(question, answered, lambda: self.set_focus(None))

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

        self._open(FilterDialog(wanted, speaker, before, count), then)

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
        self._open(EvidenceForm(words, others, drafts, draft, given or EMPTY), then)

    def _open(self, dialog: Dialog[Answer | None], then: Callable[[Answer], None]) -> None:
        """Open a dialog; once it is closed, the item has the keys again."""

        def closed(answer: Answer | None) -> None:
            self.set_focus(None)
            if answer is not None:
                then(answer)

        self.app.push_screen(dialog, closed)

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
            [*words.item_parts(item, which), *self._beside(sitting, item)]
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

    def _record(self, sitting: ReviewSession, item: Item) -> list[words.Part]:
        claim, me = sitting.claim_of(item), self.session.settings.me
        if claim is not None:
            seen = as_seen_by(claim, me)
            parts = list(words.claim_parts(seen, hidden_verdicts(claim, me)))
            parts += words.reason_parts(self.review.reasons_ahead.get(item.id, ""))
            for other in sitting.also_on(item):
                parts += words.twin_parts(as_seen_by(other, me), seen)
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
            yield from words.known_parts(known, "" if place or item.claim else same)
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

    # -- keys

    def perform(self, asked: Asked) -> None:
        """Do a command, wherever it was asked for."""
        doing = self._doings.get(asked.command)
        if doing is None:
            self.session.refuse(f"“{asked.command}” cannot be done here.")
        elif not refused(self.session, asked.command):
            doing(asked)

    def on_key(self, event: Key) -> None:
        if isinstance(self.focused, Input):
            return
        outcome = self._sequences.feed(self.context, stroke_of(event))
        self.query_one(StatusLine).pending = outcome.typed if isinstance(outcome, Pending) else ""
        if isinstance(outcome, Asked | Pending):
            event.stop()
            event.prevent_default()
        if isinstance(outcome, Asked):
            self.perform(outcome)

    @on(QueueRows.Chosen)
    def _row_chosen(self, event: QueueRows.Chosen) -> None:
        self.review.go(self.review.view.at(event.place))
