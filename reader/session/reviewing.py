"""The review of the article in view.

Its queue, the item in view, what the other articles of the desk say about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from reader.annotations.record_json import from_document, is_record
from reader.annotations.records import ArticleRecord, Claim, Record, SourceName
from reader.article.article import ArticleError
from reader.meaning.claim_words import same_words
from reader.review.annotated_article import AnnotatedArticle, annotated
from reader.review.beside import Beside, CheckedClaims, beside
from reader.review.item import Item
from reader.review.judging import scale_of
from reader.review.known_claims import KnownClaim
from reader.review.queue_view import EVERYTHING, QueueView
from reader.review.review_session import ReviewSession
from reader.review.said_before import CheckMatch, SaidBefore, unlike_pairs, without_unlike
from reader.review.scales import Scale, ScaleError, scale_named
from reader.review.second_reading import SECOND_READING, as_seen_by, hidden_verdicts
from reader.session.acts import place_in
from reader.session.events import ReviewChanged
from reader.session.recalling import Recalling
from reader.text.span import hull

if TYPE_CHECKING:
    from reader.annotations.history import Operation
    from reader.annotations.records import Document
    from reader.config import Settings
    from reader.session.current_article import CurrentArticle
    from reader.session.state import SessionState

AT_ONCE = 300
"""Figures of an article that are compared before its queue is first shown; more are compared
behind the screen.
"""


class RecordsRead(NamedTuple):
    """All records of the desk were read for the review of one article."""

    records: Sequence[Record]


class Compared(NamedTuple):
    """The article in review was compared with the others of the desk."""

    beside: Beside


class Reviewing:
    """``view`` says what of the queue is shown; ``before`` is a queue of an earlier review.

    ``reasons_ahead`` are typed, by item, before there is a claim.
    """

    def __init__(
        self, state: SessionState, current: CurrentArticle, before: ReviewSession | None
    ) -> None:
        self._state = state
        self._current = current
        self._before = before
        self.settings = state.settings
        self.sitting: ReviewSession | None = None
        self.view = QueueView.through(())
        self.beside = Beside("")
        self.times: list[str] = []
        self.reasons_ahead: dict[str, str] = {}
        self.recalling = Recalling(state, self._recalled)
        self._checked: CheckedClaims | None = None
        self._unlike_elsewhere: frozenset[tuple[str, str]] = frozenset()
        self._unlike = self._unlike_elsewhere
        self._weighed = SaidBefore()
        self._undone_elsewhere: Operation | None = None
        state.when(RecordsRead, self._records_read)
        state.when(Compared, self._compared)

    # -- the queue and the item in view

    def begin(self) -> None:
        """Make the queue of the article in view, as soon as its findings are known."""
        article = article_in_view(self._state, self._current)
        before = self.sitting or self._before
        self.sitting, self.view, self.beside = None, QueueView.through(()), Beside("")
        self._weighed = SaidBefore()
        self._checked = None
        if article is not None:
            small = len(article.machine.figures) <= AT_ONCE
            self.beside = beside(article) if small else Beside(article.article_id)
            self.sitting = ReviewSession.on(
                article, self.beside.reasons, before, self.settings.desk_words
            )
            self.view = QueueView.through(self.sitting.items).from_first()
            self._compare()
            self._recall()
            undone, self._undone_elsewhere = self._undone_elsewhere, None
            if undone is not None:
                self.undone(undone)
        self.show()

    def _compare(self) -> None:
        """Compare with the other articles of the desk, behind the screen."""
        self._state.notebook.everything(
            lambda records: self._state.hear(RecordsRead(records)), "reading the notes"
        )

    def _records_read(self, news: RecordsRead) -> None:
        if self.sitting is not None:
            here = self.sitting.article.article_id
            elsewhere = (each for each in news.records if each.article_id != here)
            self._unlike_elsewhere = unlike_pairs(elsewhere)
            compare = partial(self._compare_with, self.sitting.article, news.records)
            doing = "comparing with the other articles of the desk"
            self._state.behind(compare, doing, group="compare", exclusive=True)

    def _compare_with(self, article: AnnotatedArticle, records: Sequence[Record]) -> None:
        others, unread = others_in_review(records, article.article_id, self.settings)
        claims = [
            record
            for record in records
            if isinstance(record, Claim) and record.article_id != article.article_id
        ]
        self._state.hear(Compared(beside(article, others, claims, unread=unread)))

    def _compared(self, news: Compared) -> None:
        if self.sitting is None or news.beside.article_id != self.sitting.article.article_id:
            return
        self.beside = news.beside
        self.take_records()

    def _recall(self) -> None:
        if self.sitting is not None:
            own = self.sitting.article.records.claims
            seen = [as_seen_by(each, self.settings.me) for each in [*self.beside.claims, *own]]
            self.recalling.look(self.sitting, seen)

    def _recalled(self) -> None:
        """Take what the items say again, once that leaves the item in view where it is."""
        before = self.sitting, self.view, self._weighed
        self._weighed = self.recalling.found
        self._raise()
        if self.sitting is not None:
            self.view = self.view.with_items(self.sitting.items)
            if before[1].current != self.view.current:
                self.sitting, self.view, self._weighed = before
        self.show()

    def _raise(self) -> None:
        """Give the items the reasons that the rest of the desk adds."""
        self._unlike = self._unlike_elsewhere | unlike_pairs(self._state.notebook.records)
        if self.sitting is not None:
            reasons = {key: list(each) for key, each in self.beside.reasons.items()}
            texts = {item.id: item.text for item in self.sitting.items}
            for key, more in self._weighed.reasons(self._unlike, texts).items():
                reasons.setdefault(key, []).extend(more)
            self.sitting = self.sitting.with_extra(reasons)

    def take_records(self) -> None:
        """Take the records that the notebook holds now."""
        if self.sitting is not None:
            elsewhere = self.beside.claims
            self.sitting = self.sitting.with_records(self._state.notebook.records, elsewhere)
            self._raise()
            self.view = self.view.with_items(self.sitting.items)
            if self.view.queue.wanted.named == SECOND_READING:
                awaiting = self.sitting.awaiting(self.settings.me)
                self.view = replace(self.view, wanting=awaiting)
            self._checked = None
            self._recall()
        self.show()

    @property
    def item(self) -> Item | None:
        return self.view.item

    def ready(self) -> ReviewSession | None:
        """Return the queue; while there is none it says so."""
        if self.sitting is None:
            self._state.refuse("The queue is not ready yet; try again once it shows its items.")
        return self.sitting

    def item_here(self) -> tuple[ReviewSession, Item] | None:
        """Return the queue and the item in view; where there is none it says so."""
        sitting = self.ready()
        if sitting is None:
            return None
        if self.item is None:
            key = self._state.key_of("item-previous")
            done = f"All of these are decided; {key} goes back to the last one."
            self._state.refuse(done if self.view.ended else "There is no item here.")
            return None
        return sitting, self.item

    def may_see(self, claim: Claim) -> bool:
        """Return whether the verdicts on the claim are not hidden from the second reader."""
        return not hidden_verdicts(claim, self.settings.me)

    @property
    def claim(self) -> Claim | None:
        """The claim on the item in view."""
        return self.sitting.claim_of(self.item) if self.sitting and self.item else None

    @cached_property
    def chosen_scale(self) -> Scale:
        try:
            return scale_named(self.settings.scale, self.settings.scales)
        except ScaleError as fault:
            self._state.report(str(fault), loud=True)
            return scale_named("")

    @property
    def scale(self) -> Scale:
        """The scale that numbers mean for the item in view."""
        return scale_of(self.claim, self.chosen_scale, self.settings.scales)

    def known(self, item: Item) -> list[KnownClaim]:
        """Return claims of the desk that say the same as the item, identical words first."""
        if self._checked is None:
            own = self.sitting.article.records.claims if self.sitting else ()
            self._checked = CheckedClaims([*self.beside.claims, *own], self.settings.me)
        meant = without_unlike(
            self.recalling.found.claims.get(item.id, ()), item.text, self._unlike
        )
        found = [(each.of, each.sure, each.words) for each in meant]
        every = self._checked.like(item, found, most=3)
        refused = {of for words, of in self._unlike if words == same_words(item.text)}
        return [each for each in every if each.claim.id not in refused]

    def prior_checks(self, item: Item) -> list[CheckMatch]:
        """Prior checks of others that the item says again."""
        found = self.recalling.found.checks.get(item.id, ())
        return without_unlike(found, item.text, self._unlike)

    def checked_before(self) -> frozenset[str]:
        """Return the ids of the items that say a prior check or a claim of the desk again."""
        found = self.recalling.found
        items = [item for item in self.view.items if item.id in {*found.checks, *found.claims}]
        return frozenset(item.id for item in items if self.prior_checks(item) or self.known(item))

    def said_again(self, item: Item) -> Item | None:
        """Return the item before this one that says the same in other words."""
        first = self.recalling.found.again.get(item.id, "")
        return self.sitting.by_id.get(first) if self.sitting is not None else None

    def go(self, view: QueueView) -> None:
        self.view = view
        if self._weighed is self.recalling.found:
            self.show()
        else:
            self._recalled()

    def show(self) -> None:
        self._state.emit(ReviewChanged())

    def save(self, records: Iterable[Record], doing: str, basis: Record | None = None) -> None:
        """Save records; the item in view stays in view.

        New ones are private where the user wants theirs to be.
        """
        if self.settings.private:
            held = self._state.notebook.get
            records = [each if held(each.id) else replace(each, private=True) for each in records]
        self._current.save(records, doing, basis)

    def undone(self, operation: Operation) -> None:
        """Go to the item that was taken back; where it is not among those shown, in all."""
        document = operation.before or operation.after or {}
        here = self.sitting.article.article_id if self.sitting is not None else ""
        if document.get("article_id") != here:
            # Its article is on its way.
            self._undone_elsewhere = operation if place_in(document) is not None else None
            return
        found = str((document.get("finding") or {}).get("id", ""))
        changed = {found, operation.record, self._item_of_claim(document)}
        for item in self.view.items:
            if item.id in changed:
                there = self.view.to(item.id)
                whole = self.view.narrowed(EVERYTHING, entire=True).to(item.id)
                self.go(there if there.place is not None else whole)
                return

    def _item_of_claim(self, document: Document) -> str | None:
        """Return the id of the item that a claim is on, or was on until it was taken back."""
        record = from_document(document) if is_record(document) else None
        if self.sitting is None or not isinstance(record, Claim):
            return None
        held = (item.id for item in self.view.items if item.claim == record.id)
        passage = hull(record.anchor.spans)
        same_text = record.anchor.fingerprint == self.sitting.article.fingerprint
        return next(held, self.sitting.found.places.on(passage)[0] if same_text else None)


def article_in_view(state: SessionState, current: CurrentArticle) -> AnnotatedArticle | None:
    """Return the article in view.

    None while its findings or its place on the desk are not known.
    """
    reading = state.reading
    if reading is None or reading.findings.found is None:
        return None
    if not reading.is_on_desk:
        if not state.notebook.fault:
            return None
        current.provisional()
    return state.reading


def others_in_review(
    records: Sequence[Record], but: str, settings: Settings
) -> tuple[list[AnnotatedArticle], int]:
    """Return every other article of the desk with its stored findings, and how many have none.

    An article is opened from its place or from its stored text, never from the network.
    """
    library = settings.library
    by_article: dict[str, list[Record]] = {}
    for record in records:
        by_article.setdefault(record.article_id, []).append(record)
    sources = [each for each in records if isinstance(each, SourceName)]
    found, unread = [], 0
    for record in records:
        if not isinstance(record, ArticleRecord) or record.article_id == but:
            continue
        try:
            article = library.open(record).article
        except (ArticleError, OSError):
            continue
        findings = library.findings_of(article.fingerprint)
        if findings is None:
            unread += 1
            continue
        own, former = [*by_article[record.article_id], *sources], library.texts.load
        found.append(annotated(article, findings, own, record=record, former=former))
    return found, unread
