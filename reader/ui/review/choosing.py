"""Commands on many items: filter, order, decide on all, forget, the second reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.analysis.findings import Figure, Quote
from reader.annotations.records import Appearance, Claim, Correction, Record, now
from reader.review.bulk import Bulk, bulk
from reader.review.claims import unassessed
from reader.review.putting_right import spoken_by
from reader.review.queue_view import EVERYTHING, QueueView
from reader.review.second_reading import (
    SECOND_READING,
    as_seen_by,
    awaits_second,
    disagreements,
)
from reader.review.speakers import said_by, seen_by, speakers
from reader.review.triage import ORDERS, Filter, chosen, decisions_on
from reader.review.who_said import speakers_for
from reader.session.choice import Choice, Row
from reader.session.findings_outline import one_line
from reader.text.plural import counted
from reader.ui.commands.speaking import Speaking
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.review.item import Item
    from reader.review.review_session import ReviewSession
    from reader.session.reviewing import Reviewing
    from reader.session.session import Session
    from reader.session.stage import ReviewStage
    from reader.ui.review.claim_editing import ClaimEditing


class Choosing:
    """Which items are shown, and what is done to all of them at once."""

    def __init__(
        self, session: Session, review: Reviewing, stage: ReviewStage, editing: ClaimEditing
    ) -> None:
        self._session = session
        self._review = review
        self._stage = stage
        self._editing = editing

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "show-all": lambda _: self.show_all(),
            "filter": lambda _: self.filter(),
            "order": lambda _: self.order(),
            "bulk": lambda _: self.bulk(),
            "forget": lambda _: self.forget(),
            "differing": lambda _: self.differing(),
            "disagreements": lambda _: self.disagreements(),
            "second-reading": lambda _: self.second_reading(),
            "speaker-page": lambda _: self.speaker_page(),
        }

    def show_all(self) -> None:
        """Show the whole queue; from there, or from a filter, the few again."""
        if self._review.ready() is None:
            return
        view = self._review.view
        narrowed = view.queue.wanted != EVERYTHING
        entire = not narrowed and not view.queue.entire
        self._show(view.narrowed(EVERYTHING, entire=entire))

    def _show(self, view: QueueView) -> None:
        """Show other items; the one in view stays in view where it is among them."""
        self._review.go(view if view.place is not None else view.from_first())

    def filter(self) -> None:
        review = self._review
        if review.ready() is None:
            return
        items, item = review.view.items, review.item

        def given(wanted: Filter) -> None:
            self._show(review.view.narrowed(wanted))
            if wanted.words and not wanted.meant:
                review.recalling.find_meant(wanted.words, lambda ids: also(wanted, ids))

        def also(wanted: Filter, ids: frozenset[str]) -> None:
            """Show the items too that say it in other words, unless something else is shown now."""
            if ids and review.view.queue.wanted == wanted:
                self._show(review.view.narrowed(replace(wanted, meant=ids)))

        def count(wanted: Filter) -> int:
            return len(chosen(items, wanted))

        speaker = item.speaker if item is not None else None
        self._stage.ask_filter(
            review.view.queue.wanted, speaker, review.checked_before(), count, given
        )

    def order(self) -> None:
        if self._review.ready() is None:
            return
        view = self._review.view
        order = ORDERS[(ORDERS.index(view.queue.order) + 1) % len(ORDERS)]
        self._show(view.ordered(order))
        self._session.report(f"Sorted by {order}.")

    def bulk(self) -> None:
        """Say how many items each decision on all that is shown would take, and do one."""
        review, session = self._review, self._session
        sitting, shown = review.ready(), review.view.shown
        if sitting is None:
            return
        if not shown:
            session.refuse("No item is shown to decide on.")
            return
        every = bulk(sitting, shown, me=session.settings.me, at=now())
        rows = [Row(each.doing, each.label, each.key) for each in every]
        said = [item for item in shown if item.kind in ("quote", "figure")]
        if said:
            rows.append(Row("speaker", f"say who said {counted(len(said), 'item')}", "S"))
        if not rows:
            session.report(f"All {len(shown)} are decided; X forgets what was decided on one.")
            return

        def given(doing: str) -> None:
            if doing == "speaker":
                self._speak(said)
            for each in every:
                if each.doing == doing:
                    self._do(each)

        what = str(review.view.queue.wanted)
        what = what or ("the whole queue" if review.view.queue.entire else "the few shown")
        title = f"All {counted(len(shown), 'item')}: {what}"
        self._stage.ask(Choice(title, rows), given)

    def _speak(self, items: Sequence[Item]) -> None:
        """Ask who said all of ``items``, and say so as one step."""
        sitting, session = self._review.sitting, self._session
        if sitting is None:
            return
        article = sitting.article
        known = article.corrected.every
        ids = {item.id for item in items}
        said = [each for each in known if isinstance(each, Quote | Figure) and each.id in ids]

        def given(speaker: str | None) -> None:
            me, who = session.settings.me, speaker or "nobody known"
            self._review.save(spoken_by(article, said, speaker, creator=me, at=now()), "speaker")
            session.report(f"Said by {who}: {counted(len(said), 'item')} · {session.undo_hint}")

        names = speakers_for(said, article.standing, article.text)
        title = f"Who said these {counted(len(said), 'item')}?"
        Speaking(session).ask(self._stage, title, names, given)

    def _do(self, wanted: Bulk) -> None:
        records = wanted.make()
        if wanted.removes:
            self._session.current.remove(records, wanted.doing)
        else:
            self._review.save(records, wanted.doing)
        self._review.go(self._review.view.from_first())
        self._session.report(f"Done: {wanted.label}; u takes all of it back.")

    def forget(self) -> None:
        """Take away the decisions on the item, or one's verdict on its claim."""
        here = self._review.item_here()
        if here is None:
            return
        sitting, item = here
        made: list[Correction] = decisions_on(sitting.article, [item])
        claim = self._review.claim
        if claim is not None:
            self._forget_claim(sitting, item, claim, made)
        elif made:
            self._session.current.remove(made, "forget")
            self._session.report("Forgotten; u brings it back.")
        else:
            self._session.refuse("Nothing is decided on it.")

    def _forget_claim(
        self, sitting: ReviewSession, item: Item, claim: Claim, made: list[Correction]
    ) -> None:
        me = self._session.settings.me
        rows = [Row("claim", "delete the claim, with its evidence and verdicts", "c")]
        if any(each.reviewer == me for each in claim.assessments):
            rows.insert(0, Row("verdict", "take your verdict away", "v"))

        def given(row: str) -> None:
            if row == "verdict":
                self._editing.change(
                    item, lambda held, at: unassessed(held, me, at=at), "forget the verdict"
                )
            else:
                again = [
                    each
                    for each in sitting.article.records.records
                    if isinstance(each, Appearance) and each.claim_id == claim.id
                ]
                claims: list[Record] = [*again] or [claim]
                self._session.current.remove([*made, *claims], "forget the claim")

        self._stage.ask(Choice("Forget", rows), given)

    def second_reading(self) -> None:
        """Show the claims that want a second verdict from whoever reads now."""
        review, me = self._review, self._session.settings.me
        sitting = review.ready()
        if sitting is None:
            return
        awaiting = sitting.awaiting(me)
        if self._only(awaiting, SECOND_READING):
            want = "claim wants" if len(awaiting) == 1 else "claims want"
            self._session.report(
                f"Second reading: {len(awaiting)} {want} your verdict; "
                "the first verdicts are hidden until you give yours."
            )
        else:
            elsewhere = sum(awaits_second(claim, me) for claim in review.beside.claims)
            more = f"; {elsewhere} in other articles do" if elsewhere else ""
            self._session.refuse(f"No claim of this article wants a second verdict from you{more}.")

    def _only(self, claims: frozenset[str], named: str) -> bool:
        """Show the items of these claims alone, under a name; False when there is none."""
        view = self._review.view
        ids = {item.claim: item.id for item in reversed(view.items) if not item.folded}
        ids = {item.claim: item.id for item in view.items} | ids
        meant = frozenset(ids[claim] for claim in claims if claim in ids)
        if meant:
            wanted = Filter(ids=meant, named=named)
            left = claims if named == SECOND_READING else frozenset[str]()
            self._review.go(view.narrowed(wanted, wanting=left).onward(0))
        return bool(meant)

    def disagreements(self) -> None:
        """Show the items on whose claims two reviewers gave verdicts that differ."""
        review, me = self._review, self._session.settings.me
        sitting = review.ready()
        if sitting is None:
            return
        seen = [as_seen_by(one, me) for one in sitting.claims.values()]
        found = disagreements(seen)
        meant = {each.claim.id for each in found} | {each.other.id for each in found if each.other}
        if self._only(frozenset(meant), "two verdicts differ"):
            key = self._session.key_of("claim-fields")
            count = counted(len(review.view.shown), "claim has", "claims have")
            self._session.report(f"{count} verdicts that differ; {key} chooses the final one.")
        else:
            self._session.refuse("No two reviewers differ on this article.")

    def differing(self) -> None:
        """List figures and quotes that differ, in this article and from others, to go to one."""
        review, sitting, beside = self._review, self._review.ready(), self._review.beside
        if sitting is None:
            return
        here = sitting.article.article_id
        rows: list[Row] = []
        for conflict in beside.conflicts:
            figures = [each for each in conflict.stated if each.article_id == here]
            values = ", ".join(dict.fromkeys(each.figure.text for each in conflict.stated))
            sources = dict.fromkeys(each.source or "no source given" for each in conflict.stated)
            rows.append(Row(figures[0].figure.id, one_line(values), remark=", ".join(sources)))
        for drift in beside.drifts:
            own = drift.first if drift.first.article_id == here else drift.second
            changes = ", ".join(map(str, drift.changes))
            rows.append(Row(own.quote, f"“{one_line(own.text)}”", remark=changes))
        if not rows:
            self._session.refuse("No figure or quote of this article differs from another.")
            return

        def given(identity: str) -> None:
            item = sitting.by_id.get(identity)
            if item is None:
                return
            view = review.view.to(item.id)
            review.go(
                view
                if view.place is not None
                else review.view.narrowed(EVERYTHING, entire=True).to(item.id)
            )

        unique = list({row.id: row for row in rows}.values())
        self._stage.ask(Choice("What differs", unique), given)

    def speaker_page(self) -> None:
        """All that the speaker of the item said on the desk, with what it was found to be."""
        here = self._review.item_here()
        if here is None:
            return
        sitting, item = here
        if item.speaker is None:
            self._session.refuse("Nobody is known to say it; S says who does.")
            return
        me = self._session.settings.me
        articles = seen_by([sitting.article, *self._review.beside.others], me)
        every = speakers(articles)
        exact = [each for each in every if each.name == item.speaker]
        for speaker in exact or said_by(every, item.speaker)[:1]:
            self._stage.show_speaker(speaker)
            return
        self._session.refuse(f"{item.speaker} says nothing in marks or reported speech.")
