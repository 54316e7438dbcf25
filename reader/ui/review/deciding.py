"""Commands that decide on the item in view and go on to the next one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.annotations.records import now
from reader.review.corrections import is_in_force
from reader.review.judging import claim_for, judged
from reader.review.scales import ScaleError
from reader.review.second_reading import awaits_second, comparisons
from reader.review.triage import Verb, decide
from reader.session.findings_outline import quoted, snippet
from reader.ui.key_sequences import Asked
from reader.ui.keymap_review import VERDICTS
from reader.ui.keys import Keys

if TYPE_CHECKING:
    from reader.annotations.records import Claim, Record
    from reader.review.item import Item
    from reader.review.review_session import ReviewSession
    from reader.session.reviewing import Reviewing
    from reader.session.session import Session
    from reader.session.stage import ReviewStage


class Deciding:
    """Verdict, accept, dismiss, skip; each decision is a record, so that it can be undone."""

    def __init__(self, session: Session, review: Reviewing, stage: ReviewStage, keys: Keys) -> None:
        self._session = session
        self._review = review
        self._stage = stage
        self._keys = keys

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        session = self._session
        return {
            **{
                command: partial(self._verdict_asked, number)
                for number, command in enumerate(VERDICTS, 1)
            },
            "accept": lambda _: self.decide("accept"),
            "dismiss": lambda _: self.decide("dismiss"),
            "skip": lambda _: self.skip(),
            "why": lambda _: self.why(),
            "undo": lambda _: session.take_back(follow=True),
            "redo": lambda _: session.take_back(redo=True, follow=True),
        }

    def _verdict_asked(self, number: int, _: Asked) -> None:
        self.verdict(number)

    def claim(self, sitting: ReviewSession, item: Item) -> Claim:
        """Return the claim on the item in view, made now where there is none."""
        settings = self._session.settings
        return claim_for(
            sitting.article,
            item,
            self._review.claim,
            creator=settings.me,
            at=now(),
            checklist=settings.checklist,
        )

    def verdict(self, number: int) -> None:
        """Give the verdict ``number`` of the scale, and go on."""
        review, here = self._review, self._review.item_here()
        if here is None:
            return
        sitting, item = here
        scale, held = review.scale, review.claim
        me, at = self._session.settings.me, now()
        try:
            label = scale.rating(str(number)).label
        except ScaleError as fault:
            self._session.report(str(fault))
            return
        awaited = held is not None and awaits_second(held, me)
        reason = review.reasons_ahead.pop(item.id, "")
        claim = self.claim(sitting, item)
        claim = judged(claim, scale, str(number), reviewer=me, at=at, explanation=reason)
        if awaited:
            review.save([claim], f"verdict {label}", held)
            review.times.append(at)
            self._report(f"{label} saved. {compared(claim, me)}")
        else:
            self.keep([claim], f"verdict {label}", held)
            self._report(f"{label}: {snippet(claim.claim, 50)}")

    def decide(self, verb: Verb) -> None:
        here = self._review.item_here()
        if here is None:
            return
        sitting, item = here
        if item.kind == "claim":
            by_hand = "A claim made by hand: a number gives its verdict, X deletes it."
            self._session.report(by_hand)
            return
        me = self._session.settings.me
        made = decide(sitting.article, item, verb, creator=me, at=now())
        again = is_in_force(made, sitting.article.records.corrections)
        self.keep([] if again else [made], f"{verb} {quoted(item.text, 30)}")
        self._report(f"{'Accepted' if verb == 'accept' else 'Dismissed'}: {snippet(item.text, 50)}")

    def keep(self, records: list[Record], doing: str, basis: Record | None = None) -> None:
        """Save a decision and go on to the next item that is left."""
        review, view = self._review, self._review.view
        if records:
            review.save(records, doing, basis)
        review.times.append(now())
        if review.sitting is not None:
            review.go(view.after_decision(review.sitting.items))

    def _report(self, sentence: str) -> None:
        """Say what was decided, and what takes it back."""
        key = self._keys.first("undo", "review")
        self._session.report(f"{sentence} · {key} undoes" if key else sentence)

    def skip(self) -> None:
        """Put the item off: it comes again when all others are decided."""
        review, here = self._review, self._review.item_here()
        if here is None:
            return
        sitting, item = here
        review.sitting = sitting.skipping(item.id)
        review.go(review.view.after_decision(review.sitting.items))
        self._session.report(f"Skipped for now: {snippet(item.text, 50)}")

    def why(self) -> None:
        here = self._review.item_here()
        if here is not None:
            self._stage.show_reasons(here[1])


def compared(claim: Claim, me: str) -> str:
    """Return the message to the second reader after their verdict."""
    for each in comparisons(claim):
        if me in (each.first.reviewer, each.second.reviewer):
            other = each.first if each.second.reviewer == me else each.second
            who = other.reviewer or "the first reader"
            reason = f": {other.explanation}" if other.explanation else ""
            return f"You {'agree' if each.agree else 'differ'}: {who} said {other.label}{reason}"
    return "Yours is the first verdict on it"
