"""The screen of review mode: an item of the queue, what stands around it, the record on it.

It shows what ``sitting`` and ``walk`` hold and asks; what is decided is worked out by
reader.review and saved by the app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input

from reader.annotations.records import Claim, Record
from reader.review.annotated_article import AnnotatedArticle
from reader.review.beside import Beside, CheckedClaims, beside
from reader.review.claims import claim_from
from reader.review.item import Item
from reader.review.judging import scale_of
from reader.review.known_claims import KnownClaim
from reader.review.pace import pace
from reader.review.queue import few, progress
from reader.review.scales import Scale, ScaleError, scale_named
from reader.review.second_reading import as_seen_by, hidden_verdicts
from reader.review.sitting import Sitting
from reader.review.walk import Walk
from reader.shipped import shipped_folder
from reader.ui.article_pane.keyboard import stroke_of
from reader.ui.behind import run_behind
from reader.ui.key_sequences import Asked, KeySequences, Pending
from reader.ui.keymap import Context
from reader.ui.keymap import shown as key_shown
from reader.ui.prompt import Prompt
from reader.ui.review import telling
from reader.ui.review.articles import Compared, RecordsRead, article_in_view, others_in_review
from reader.ui.review.panes import Pane, QueueRows, Told
from reader.ui.status_line import Hints, StatusLine

if TYPE_CHECKING:
    from reader.annotations.history import Operation
    from reader.session.reading import Reading
    from reader.ui.app import ReaderApp
    from reader.ui.commands.exporting import Exporting
    from reader.ui.review.choosing import Choosing
    from reader.ui.review.claim_editing import ClaimEditing
    from reader.ui.review.correcting import ItemCorrecting
    from reader.ui.review.deciding import Deciding

AT_ONCE = 300
"""Figures of an article that are compared before its queue is first shown; more are compared
behind the screen.
"""


class ReviewScreen(Screen[None]):
    """Over the reading screen, on the article that is open there."""

    app: ReaderApp
    CSS_PATH: ClassVar = str(shipped_folder("styles") / "review.tcss")
    HORIZONTAL_BREAKPOINTS: ClassVar = [(0, "-narrow"), (100, "-medium"), (140, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar = [(0, "-low"), (16, "-high")]
    AUTO_FOCUS = ""
    context: Context = "review"

    def __init__(self, app: ReaderApp) -> None:
        super().__init__()
        self.settings = app.settings
        self.keys = app.keys
        self.sitting: Sitting | None = None
        self.walk = Walk.through(())
        self.beside = Beside("")
        self.times: list[str] = []
        self.reasons_ahead: dict[str, str] = {}
        self._sequences = KeySequences(app.keys)
        self._checked: CheckedClaims | None = None

    @cached_property
    def deciding(self) -> Deciding:
        from reader.ui.review.deciding import Deciding

        return Deciding(self)

    @cached_property
    def editing(self) -> ClaimEditing:
        from reader.ui.review.claim_editing import ClaimEditing

        return ClaimEditing(self)

    @cached_property
    def choosing(self) -> Choosing:
        from reader.ui.review.choosing import Choosing

        return Choosing(self)

    @cached_property
    def correcting(self) -> ItemCorrecting:
        from reader.ui.review.correcting import ItemCorrecting

        return ItemCorrecting(self)

    @cached_property
    def exporting(self) -> Exporting:
        from reader.ui.commands.exporting import Exporting

        return Exporting(self)

    @cached_property
    def chosen_scale(self) -> Scale:
        try:
            return scale_named(self.settings.scale, self.settings.scales)
        except ScaleError as fault:
            self.tell(str(fault), loud=True)
            return scale_named("")

    @cached_property
    def _doings(self) -> dict[str, Callable[[Asked], None]]:
        return {
            **self._moves(),
            **self.deciding.commands(),
            **self.editing.commands(),
            **self.choosing.commands(),
            **self.correcting.commands(),
            **self.exporting.commands(),
        }

    def _moves(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "item-next": lambda _: self.go(self.walk.step(1)),
            "item-previous": lambda _: self.go(self.walk.step(-1)),
            "item-first": lambda _: self.go(self.walk.at(0)),
            "item-last": lambda _: self.go(self.walk.at(len(self.walk.shown) - 1)),
            "scroll-down": lambda _: self._scroll(1),
            "scroll-up": lambda _: self._scroll(-1),
            "article-next": lambda _: self.app.loading.open_beside(1),
            "article-previous": lambda _: self.app.loading.open_beside(-1),
            "help": lambda _: self.app.reader.windows.help(),
            "palette": lambda _: self.app.action_command_palette(),
            "leave-review": lambda _: self.app.end_review(),
            "quit": lambda _: self.app.leave(),
            "suspend": lambda _: self.app.suspend_to_shell(),
            "redraw": lambda _: self.app.redraw(),
            "how-to-quit": lambda _: self.app.reader.windows.how_to_quit(self.context),
        }

    def compose(self) -> ComposeResult:
        yield Told("review-head")
        with Container(id="review-body"):
            with Container(id="review-left"):
                yield Pane(id="review-item")
                yield QueueRows()
            yield Pane(id="review-context")
            yield Pane(id="review-record")
        yield Told("review-scale")
        yield Prompt()
        yield StatusLine()
        hints = Hints(self.keys)
        hints.context = self.context
        yield hints

    def on_mount(self) -> None:
        self.watch(self.app.reader.status, "message", self._told)
        self.watch(self.app.reader.status, "work", self._worked)
        self.begin()

    def on_resize(self) -> None:
        self.show()

    def _told(self, message: str) -> None:
        self.query_one(StatusLine).message = message

    def _worked(self, work: str) -> None:
        self.query_one(StatusLine).work = work

    @property
    def prompt(self) -> Prompt:
        return self.query_one("#prompt")

    def tell(self, sentence: str, *, loud: bool = False) -> None:
        self.app.reader.tell(sentence, loud=loud)

    def refuse(self, sentence: str) -> None:
        """Say why a key did nothing."""
        self.app.reader.refuse(sentence)

    # -- the queue and the item in view

    def begin(self) -> None:
        """Make the queue of the article that is open, as soon as its findings are known."""
        article = article_in_view(self.app)
        self.sitting, self.walk, self.beside = None, Walk.through(()), Beside("")
        self._checked = None
        if article is not None:
            small = len(article.machine.figures) <= AT_ONCE
            self.beside = beside(article) if small else Beside(article.article_id)
            self.sitting = Sitting.on(article, self.beside.reasons, self.app.sitting)
            self.walk = Walk.through(self.sitting.items).onward(0)
            self.compare()
        self.show()

    def compare(self) -> None:
        """Compare with the other articles of the desk, behind the screen."""
        self.app.notebook.everything(
            lambda records: self.post_message(RecordsRead(records)), "reading the notes"
        )

    @on(RecordsRead)
    def _records_read(self, event: RecordsRead) -> None:
        if self.sitting is not None:
            compare = partial(self._compare, self.sitting.article, event.records)
            doing = "comparing with the other articles of the desk"
            run_behind(self, compare, doing, group="compare", exclusive=True)

    def _compare(self, article: AnnotatedArticle, records: Sequence[Record]) -> None:
        others, unread = others_in_review(records, article.article_id, self.settings)
        claims = [
            record
            for record in records
            if isinstance(record, Claim) and record.article_id != article.article_id
        ]
        self.post_message(Compared(beside(article, others, claims, unread=unread)))

    @on(Compared)
    def _compared(self, event: Compared) -> None:
        if self.sitting is None or event.beside.article_id != self.sitting.article.article_id:
            return
        self.beside = event.beside
        self.sitting = self.sitting.with_extra(self.beside.reasons)
        self.take_records()

    def take_records(self) -> None:
        """Show the records that the notebook holds now."""
        if self.sitting is not None:
            elsewhere = self.beside.claims
            self.sitting = self.sitting.with_records(self.app.notebook.records, elsewhere)
            self.walk = self.walk.with_items(self.sitting.items)
            self._checked = None
            self.show()

    @property
    def item(self) -> Item | None:
        return self.walk.item

    def require_item(self) -> Item | None:
        """The item in view; where there is none it says so."""
        if self.item is None:
            self.refuse("There is no item here.")
        return self.item

    def to_item(self) -> None:
        """Give the keys to the item again."""
        self.set_focus(None)

    # What the commands that reading and review share ask of either screen.

    to_article = to_item
    lists_ready = False

    @property
    def reading(self) -> Reading | None:
        return self.app.reader.reading

    def may_see(self, claim: Claim) -> bool:
        """Whether the verdicts on the claim are not hidden from the second reader."""
        return not hidden_verdicts(claim, self.settings.me)

    @property
    def claim(self) -> Claim | None:
        """The claim on the item in view."""
        return self.sitting.claim_of(self.item) if self.sitting and self.item else None

    @property
    def scale(self) -> Scale:
        """The scale that numbers mean for the item in view."""
        return scale_of(self.claim, self.chosen_scale, self.settings.scales)

    def go(self, walk: Walk) -> None:
        self.walk = walk
        self.show()

    def save(self, records: Iterable[Record], doing: str, basis: Record | None = None) -> None:
        """Save records; the item in view stays in view. New ones are private where the user wants
        theirs to be.
        """
        if self.settings.private:
            held = self.app.notebook.get
            records = [each if held(each.id) else replace(each, private=True) for each in records]
        self.app.save(records, doing, basis)

    def undone(self, operation: Operation) -> None:
        """Go to the item that was taken back, where it is shown."""
        document = operation.before or operation.after or {}
        found = str((document.get("finding") or {}).get("id", ""))
        claim = document.get("id") if document.get("kind") == "claim" else None
        for item in self.walk.items:
            if item.id == found or (claim is not None and item.claim == claim):
                self.go(self.walk.to(item.id) if item in self.walk.shown else self.walk)
                return

    # -- what is shown

    def show(self) -> None:
        if not self.is_mounted:
            return
        self.query_one("#review-head", Told).tell(self._head())
        self.query_one("#review-scale", Told).tell(telling.scale_line(self.scale))
        self.query_one(QueueRows).show(self.walk)
        sitting, item = self.sitting, self.item
        if sitting is None or item is None:
            self._show_none()
            return
        which = f"{(self.walk.place or 0) + 1} of {len(self.walk.shown)}"
        self.query_one("#review-item", Pane).tell(
            [*telling.item_parts(item, which), *self._beside(sitting, item)]
        )
        self.query_one("#review-context", Pane).tell(telling.context_parts(sitting.article, item))
        self.query_one("#review-record", Pane).tell(self._record(sitting, item))
        self.query_one("#review-body").scroll_home(animate=False)
        self.call_after_refresh(self._place_terminal_cursor)

    def _place_terminal_cursor(self) -> None:
        """Set the terminal's cursor to the item, so that braille and magnifiers follow."""
        if self.is_current and not self.prompt.asking:
            self.app.cursor_position = self.query_one("#review-item").content_region.offset

    def _show_none(self) -> None:
        self.query_one("#review-item", Pane).tell([(self._why_none(), "")])
        for pane in ("#review-context", "#review-record"):
            self.query_one(pane, Pane).tell([])

    def _why_none(self) -> str:
        """Why there is no item to show."""
        reading = self.app.reader.reading
        if self.sitting is not None:
            return "Nothing of the queue is shown; a shows all."
        if reading is not None and reading.found is not None:
            return "The notes are still read."
        if self.app.opening.looking:
            return "Names and quotes are still looked for."
        key = key_shown(next(iter(self.keys.of("look-again")), ""))
        return f"Names and quotes are not known: back in reading {key} looks for them."

    def _head(self) -> list[telling.Part]:
        items = self.walk.items
        told = progress(few(items))
        if self.sitting is None:
            reading = self.app.reader.reading
            return [(telling.plain(reading.article.title), "bold")] if reading is not None else []
        title = self.sitting.article.title
        narrowed = str(self.walk.queue.wanted)
        count = f"{len(self.walk.shown)} of {len(items)} shown"
        if narrowed or self.walk.queue.entire:
            count += f", {self.walk.left} open{narrowed and f': {narrowed}'}"
        left = pace(self.times, told.left)
        return telling.head(title, told, count, left, self.size.width - 2)

    def _record(self, sitting: Sitting, item: Item) -> list[telling.Part]:
        claim, me = sitting.claim_of(item), self.settings.me
        if claim is not None:
            seen = as_seen_by(claim, me)
            parts = list(telling.claim_parts(seen, hidden_verdicts(claim, me)))
            parts += telling.reason_parts(self.reasons_ahead.get(item.id, ""))
            for other in sitting.also_on(item):
                parts += telling.twin_parts(as_seen_by(other, me), seen)
            return parts
        made = claim_from(sitting.article, item, creator=me, at="")
        parts = telling.unclaimed_parts(made.claim, made.claimant)
        return [*parts, *telling.reason_parts(self.reasons_ahead.get(item.id, ""))]

    def _beside(self, sitting: Sitting, item: Item) -> Iterator[telling.Part]:
        """What differs from the item, and what is known of it already."""
        here = sitting.article.article_id
        for conflict in self.beside.conflicts_of(item, sitting.items):
            yield from telling.conflict_parts(conflict, here)
        for drift in self.beside.drifts_of(item):
            yield from telling.drift_parts(drift, here)
        key = next((key_shown(key) for key in self.keys.of("same-claim")), "")
        for place, known in enumerate(self.known(item)):
            yield from telling.known_parts(known, "" if place or item.claim else key)

    def known(self, item: Item) -> list[KnownClaim]:
        """Claims of the desk that are like the item."""
        if self._checked is None:
            own = self.sitting.article.records.claims if self.sitting else ()
            self._checked = CheckedClaims([*self.beside.claims, *own], self.settings.me)
        return self._checked.like(item, most=3)

    def _scroll(self, by: int) -> None:
        for pane in ("#review-body", "#review-item", "#review-context", "#review-record"):
            body = self.query_one(pane)
            if body.max_scroll_y:
                (body.scroll_page_down if by > 0 else body.scroll_page_up)(animate=False)

    # -- keys

    def perform(self, asked: Asked) -> None:
        """Do a command, wherever it was asked for."""
        doing = self._doings.get(asked.command)
        if doing is None:
            self.refuse(f"“{asked.command}” cannot be done here.")
        else:
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
        self.go(self.walk.at(event.place))
