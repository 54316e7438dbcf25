"""Commands on many items: filter, order, decide on all, forget, the second reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.annotations.records import Appearance, Correction, now
from reader.review.bulk import Bulk, bulk
from reader.review.second_reading import as_seen_by, awaits_second, disagreements
from reader.review.speakers import said_by, seen_by, speakers
from reader.review.triage import ORDERS, Filter, chosen, decisions_on
from reader.review.walk import EVERYTHING
from reader.session.choice import Row
from reader.session.findings_outline import one_line
from reader.ui.dialogs.choice import Choice
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.ui.review.screen import ReviewScreen


class Choosing:
    """Which items are shown, and what is done to all of them at once."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen

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
        """The whole queue; from there, or from a filter, the few again."""
        walk = self._screen.walk
        narrowed = walk.queue.wanted != EVERYTHING
        entire = not narrowed and not walk.queue.entire
        self._show(walk.narrowed(EVERYTHING, entire=entire))

    def _show(self, walk) -> None:
        """Show other items; the one in view stays in view where it is among them."""
        self._screen.go(walk if walk.place is not None else walk.onward(0))

    def filter(self) -> None:
        from reader.ui.review.filter_dialog import FilterDialog

        screen = self._screen
        if screen.sitting is None:
            return
        items, item = screen.walk.items, screen.item

        def given(wanted: Filter | None) -> None:
            screen.to_item()
            if wanted is not None:
                self._show(screen.walk.narrowed(wanted))

        def count(wanted: Filter) -> int:
            return len(chosen(items, wanted))

        speaker = item.speaker if item is not None else None
        screen.app.push_screen(FilterDialog(screen.walk.queue.wanted, speaker, count), given)

    def order(self) -> None:
        walk = self._screen.walk
        order = ORDERS[(ORDERS.index(walk.queue.order) + 1) % len(ORDERS)]
        self._show(walk.ordered(order))
        self._screen.tell(f"Sorted by {order}.")

    def bulk(self) -> None:
        """Say how many items each decision on all that is shown would take, and do one."""
        screen = self._screen
        sitting, shown = screen.sitting, screen.walk.shown
        if sitting is None or not shown:
            screen.refuse("Nothing is shown to decide on.")
            return
        every = bulk(sitting, shown, me=screen.settings.me, at=now())
        rows = [Row(each.doing, each.told, each.key) for each in every]
        if not rows:
            screen.tell(f"All {len(shown)} are decided; X forgets what was decided on one.")
            return

        def given(doing: str | None) -> None:
            screen.to_item()
            for each in every:
                if each.doing == doing:
                    self._do(each)

        what = str(screen.walk.queue.wanted) or (
            "the queue" if screen.walk.queue.entire else "the few"
        )
        title = f"All {len(shown)} of {what}"
        screen.app.push_screen(Choice(title, rows), given)

    def _do(self, wanted: Bulk) -> None:
        screen = self._screen
        records = wanted.make()
        if wanted.removes:
            screen.app.remove(records, wanted.doing)
        else:
            screen.save(records, wanted.doing)
        screen.go(screen.walk.onward(0))
        screen.tell(f"Done: {wanted.told}; u takes all of it back.")

    def forget(self) -> None:
        """Take away the decisions on the item, or one's verdict on its claim."""
        screen = self._screen
        item = screen.require_item()
        if item is None:
            return
        made: list[Correction] = decisions_on(screen.sitting.article, [item])
        claim = screen.claim
        if claim is not None:
            self._forget_claim(made)
        elif made:
            screen.app.remove(made, "forget")
            screen.tell("Forgotten; u brings it back.")
        else:
            screen.refuse("Nothing is decided on it.")

    def _forget_claim(self, made: list[Correction]) -> None:
        from reader.review.claims import unassessed

        screen = self._screen
        item, claim, me = screen.item, screen.claim, screen.settings.me
        rows = [Row("claim", "delete the claim, with its evidence and verdicts", "c")]
        if any(each.reviewer == me for each in claim.assessments):
            rows.insert(0, Row("verdict", "take your verdict away", "v"))

        def given(row: str | None) -> None:
            screen.to_item()
            if row == "verdict":
                screen.editing.change(
                    item, lambda held, at: unassessed(held, me, at=at), "forget the verdict"
                )
            elif row == "claim":
                here = screen.sitting.article
                again = [
                    each
                    for each in here.records.records
                    if isinstance(each, Appearance) and each.claim_id == claim.id
                ]
                screen.app.remove([*made, *(again or [claim])], "forget the claim")

        screen.app.push_screen(Choice("Forget", rows), given)

    def second_reading(self) -> None:
        """Show the claims that want a second verdict from whoever reads now."""
        screen = self._screen
        if screen.sitting is None:
            return
        me = screen.settings.me
        awaiting = screen.sitting.awaiting(me)
        if not self._only(awaiting):
            elsewhere = sum(awaits_second(claim, me) for claim in screen.beside.claims)
            more = f"; {elsewhere} in other articles do" if elsewhere else ""
            screen.refuse(f"No claim of this article wants a second verdict from you{more}.")

    def _only(self, claims: frozenset[str], *, wanting: bool = True) -> bool:
        """Show the items of these claims alone; False when there is none."""
        walk = self._screen.walk
        ids = {item.claim: item.id for item in reversed(walk.items) if not item.folded}
        ids = {item.claim: item.id for item in walk.items} | ids
        meant = frozenset(ids[claim] for claim in claims if claim in ids)
        if meant:
            wanted = Filter(ids=meant)
            left = claims if wanting else frozenset[str]()
            self._screen.go(walk.narrowed(wanted, wanting=left).onward(0))
        return bool(meant)

    def disagreements(self) -> None:
        """Show the items on whose claims two reviewers gave verdicts that differ."""
        screen = self._screen
        if screen.sitting is None:
            return
        seen = [as_seen_by(one, screen.settings.me) for one in screen.sitting.claims.values()]
        found = disagreements(seen)
        meant = {each.claim.id for each in found} | {each.other.id for each in found if each.other}
        if not self._only(frozenset(meant), wanting=False):
            screen.refuse("No two reviewers differ on this article.")

    def differing(self) -> None:
        """List figures and quotes that differ, in this article and from others, to go to one."""
        screen = self._screen
        sitting, beside = screen.sitting, screen.beside
        if sitting is None:
            return
        here = sitting.article.article_id
        rows: list[Row] = []
        for conflict in beside.conflicts:
            figures = [each for each in conflict.stated if each.article_id == here]
            told = ", ".join(dict.fromkeys(each.figure.text for each in conflict.stated))
            sources = dict.fromkeys(each.source or "no source told" for each in conflict.stated)
            rows.append(Row(figures[0].figure.id, one_line(told), remark=", ".join(sources)))
        for drift in beside.drifts:
            own = drift.first if drift.first.article_id == here else drift.second
            changes = ", ".join(map(str, drift.changes))
            rows.append(Row(own.quote, f"“{one_line(own.text)}”", remark=changes))
        if not rows:
            screen.refuse("No figure or quote of this article differs from another.")
            return

        def given(identity: str | None) -> None:
            screen.to_item()
            item = sitting.by_id.get(identity or "")
            if item is None:
                return
            walk = screen.walk.to(item.id)
            screen.go(
                walk
                if walk.place is not None
                else screen.walk.narrowed(EVERYTHING, entire=True).to(item.id)
            )

        unique = list({row.id: row for row in rows}.values())
        screen.app.push_screen(Choice("What differs", unique), given)

    def speaker_page(self) -> None:
        """All that the speaker of the item said on the desk, with what it was found to be."""
        from reader.ui.review.speaker_page import SpeakerPage

        screen = self._screen
        item = screen.require_item()
        if item is None:
            return
        if item.speaker is None:
            screen.refuse("Nobody is known to say it; S says who does.")
            return
        articles = seen_by([screen.sitting.article, *screen.beside.others], screen.settings.me)
        every = speakers(articles)
        exact = [each for each in every if each.name == item.speaker]
        for speaker in exact or said_by(every, item.speaker)[:1]:
            screen.app.push_screen(SpeakerPage(speaker))
            return
        screen.refuse(f"{item.speaker} says nothing in marks or reported speech.")
