"""Commands on what was said and checked before: link it, take its verdict over, tell it apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.annotations.records import now
from reader.errors import ReaderError
from reader.review import claims
from reader.review.judging import judged
from reader.review.known_claims import KnownClaim
from reader.review.said_before import (
    CheckMatch,
    as_evidence,
    is_linked,
    label_on,
    reason_given,
    unlike,
    wording_of,
)
from reader.session.choice import Choice, Row
from reader.session.findings_outline import one_line, snippet
from reader.text.local_day import local_day
from reader.ui.key_sequences import Asked
from reader.ui.review.command_group import CommandGroup

if TYPE_CHECKING:
    from reader.meaning.prior_checks import PriorCheck
    from reader.review.item import Item
    from reader.review.review_session import ReviewSession

Before = CheckMatch | KnownClaim
TAKE = "take"


class RecallCommands(CommandGroup):
    """What is shown next to the item in view as said before."""

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "same-claim": lambda _: self.same_claim(),
            "their-verdict": lambda _: self.their_verdict(),
            "not-same": lambda _: self.not_same(),
        }

    # -- the same

    def same_claim(self) -> None:
        """Link the item to the claim, or add the prior check to its evidence."""
        here = self._review.item_here()
        if here is None:
            return
        item, claim = here[1], self._review.claim
        every: list[Before] = [
            match
            for match in self._review.prior_checks(item)
            if claim is None or not is_linked(claim, match.check)
        ]
        every += [] if item.claim else self._review.known(item)
        if not every:
            self._session.report("No claim or prior check like it is left to link.")
            return
        self._choose("Which one is the same?", every, lambda one: self._link(*here, one))

    def _link(self, sitting: ReviewSession, item: Item, same: Before) -> None:
        if isinstance(same, KnownClaim):
            self._link_claim(sitting, item, same)
            return
        check, held, at = same.check, self._review.claim, now()
        claim = held or self._deciding.claim(sitting, item)
        added = claims.with_evidence(claim, as_evidence(check, local_day(at)), at=at)
        self._review.save([added], "the prior check as evidence", held)
        hint = self._session.undo_hint
        self._session.report(f"Evidence added: {snippet(_about(check), 50)} · {hint}")

    def _link_claim(self, sitting: ReviewSession, item: Item, known: KnownClaim) -> None:
        me = self._session.settings.me
        try:
            made = claims.appearance_of(
                known.claim, sitting.article, item.spans, creator=me, at=now()
            )
        except ReaderError as fault:
            self._session.report(str(fault))
            return
        self._deciding.keep([made], "the same claim")
        self._session.report(
            f"The same claim: {snippet(known.claim.claim, 50)} · {self._session.undo_hint}"
        )

    # -- its verdict

    def their_verdict(self) -> None:
        """Propose the verdict of a prior check; the person takes it or leaves it."""
        here = self._review.item_here()
        if here is None:
            return
        checks = self._review.prior_checks(here[1])
        if not checks:
            self._session.report("No prior check of this is known.")
            return

        def chosen(one: Before) -> None:
            if isinstance(one, CheckMatch):
                self._propose(*here, one.check)

        self._choose("Whose verdict?", checks, chosen)

    def _propose(self, sitting: ReviewSession, item: Item, check: PriorCheck) -> None:
        scale = self._review.scale
        label = label_on(scale, check)
        if label is None:
            rating = one_line(check.rating or check.value) or "no rating"
            self._session.report(
                f"“{rating}” has no place on your scale; a number gives your verdict."
            )
            return
        rows = [
            Row(TAKE, f"give “{label}” as your verdict, with the check as evidence", "y"),
            Row("leave", "leave it", "n"),
        ]

        def answered(row: str) -> None:
            if row == TAKE:
                self._take(sitting, item, check, label)

        self._stage.ask(Choice(one_line(_about(check)), rows, "leave"), answered)

    def _take(self, sitting: ReviewSession, item: Item, check: PriorCheck, label: str) -> None:
        review, at, me = self._review, now(), self._session.settings.me
        held = review.claim
        claim = claims.with_evidence(
            held or self._deciding.claim(sitting, item), as_evidence(check, local_day(at)), at=at
        )
        reason = review.reasons_ahead.pop(item.id, "") or reason_given(check)
        claim = judged(claim, review.scale, label, reviewer=me, at=at, explanation=reason)
        self._deciding.keep([claim], f"verdict {label}", held)
        self._session.report(f"{label}: {snippet(claim.claim, 50)} · {self._session.undo_hint}")

    # -- not the same

    def not_same(self) -> None:
        """Remember that what is shown as said before is not the same, and show it no more."""
        here = self._review.item_here()
        if here is None:
            return
        sitting, item = here
        every: list[Before] = [*self._review.prior_checks(item), *self._review.known(item)]
        if not every:
            self._session.report("Nothing is shown as said before.")
            return

        def chosen(one: Before) -> None:
            of, words = _named(one)
            me = self._session.settings.me
            record = unlike(sitting.article, item, of, words, creator=me, at=now())
            self._review.save([record], "not the same")
            hint = self._session.undo_hint
            self._session.report(f"Not the same: {snippet(words, 50)} · {hint}")

        self._choose("Which one is not the same?", every, chosen)

    def _choose(self, title: str, every: Sequence[Before], then: Callable[[Before], None]) -> None:
        """Take the only one there is, or ask which is meant."""
        if len(every) == 1:
            then(every[0])
            return
        rows = [
            Row(str(place), one_line(_named(one)[1]), str(place), _remark(one))
            for place, one in enumerate(every, 1)
        ]
        self._stage.ask(Choice(title, rows), lambda row: then(every[int(row) - 1]))


def _named(one: Before) -> tuple[str, str]:
    """Return the id and the words."""
    if isinstance(one, CheckMatch):
        return one.of, one.check.claim
    return one.claim.id, wording_of(one.claim)


def _remark(one: Before) -> str:
    if isinstance(one, CheckMatch):
        return one_line(_about(one.check))
    return one_line(one.verdict.label) if one.verdict is not None else "no verdict yet"


def _about(check: PriorCheck) -> str:
    return ": ".join(filter(None, (check.publisher, check.rating or check.value))) or check.claim
