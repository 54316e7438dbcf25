"""Commands that work on the claim of the item in view, making it where there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reader.annotations.records import Claim, Evidence, now
from reader.errors import ReaderError
from reader.review import claims
from reader.review.judging import explained
from reader.session.choice import Row
from reader.session.findings_outline import one_line, snippet
from reader.session.tags import parsed_tags, told_tags
from reader.text.local_day import local_day
from reader.ui.dialogs.choice import Choice
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.review.item import Item
    from reader.ui.review.screen import ReviewScreen

Change = Callable[[Claim, str], Claim]
"""Makes a changed copy of a claim, given the time. Raises ReaderError."""

FIELDS: Sequence[tuple[str, str, str]] = (
    ("claimant", "who claims it", "c"),
    ("said_on", "said on (2026-11-23, 2026-11 or 2026)", "d"),
    ("said_at", "said at (place or occasion)", "p"),
    ("assignee", "who is to check it", "a"),
    ("review_url", "address of the published check", "u"),
    ("tags", "tags, parted by commas", "t"),
)
STATUS_KEYS = "tisdn"


class ClaimEditing:
    """Wording, reason, fields, status, evidence and steps of one claim."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "claim": lambda _: self.make(),
            "wording": lambda _: self.wording(),
            "reason": lambda _: self.reason(),
            "claim-fields": lambda _: self.fields(),
            "claim-status": lambda _: self.status(),
            "checklist": lambda _: self.checklist(),
            "evidence": lambda _: self.evidence(),
            "same-claim": lambda _: self.same_claim(),
        }

    # -- changing it

    def change(self, item: Item, change: Change, doing: str) -> bool:
        """Save the claim on ``item`` changed; False when the change is refused."""
        screen = self._screen
        sitting = screen.sitting
        held = sitting.claim_of(sitting.by_id.get(item.id, item))
        try:
            changed = change(held or screen.deciding.claim(item), now())
        except ReaderError as fault:
            screen.tell(str(fault), loud=True)
            return False
        screen.save([changed], doing, held)
        return True

    def make(self) -> None:
        item = self._screen.require_item()
        if item is None:
            return
        if self._screen.claim is not None:
            self._screen.tell("There is a claim on it already; i changes its fields.")
        elif self.change(item, lambda claim, _: claim, "claim"):
            self._screen.tell("Claim made; a number gives its verdict.")

    def _ask(self, item: Item, label: str, value: str, change: Callable[[str], Change]) -> None:
        """Ask for words and change the claim by them."""
        screen = self._screen

        def answered(words: str) -> None:
            screen.to_item()
            self.change(item, change(words), label)

        screen.prompt.ask(f"{label}:", answered, value=value, given_up=screen.to_item)

    def wording(self) -> None:
        item = self._screen.require_item()
        if item is None:
            return
        worded = (self._screen.claim or self._screen.deciding.claim(item)).claim

        def change(words: str) -> Change:
            return lambda claim, at: replace(claim, claim=one_line(words), modified=at)

        self._ask(item, "claim", worded, change)

    def reason(self) -> None:
        """Ask for the reason of one's verdict, also before the verdict is given."""
        screen = self._screen
        item = screen.require_item()
        if item is None:
            return
        me = screen.settings.me
        own = (
            [each for each in screen.claim.assessments if each.reviewer == me]
            if (screen.claim)
            else []
        )

        def answered(words: str) -> None:
            screen.to_item()
            if own:
                self.change(
                    item,
                    lambda claim, at: explained(claim, me, one_line(words), at=at),
                    "reason",
                )
            else:
                screen.reasons_ahead[item.id] = one_line(words)
                screen.show()
                screen.tell("Kept for the verdict: now give its number.")

        value = own[0].explanation if own else screen.reasons_ahead.get(item.id, "")
        label = f"why {one_line(own[0].label)}:" if own else "reason of the verdict to come:"
        screen.prompt.ask(label, answered, value=value, given_up=screen.to_item)

    def fields(self) -> None:
        """Choose a field of the claim and give it words."""
        screen = self._screen
        item = screen.require_item()
        if item is None:
            return
        claim = screen.claim or screen.deciding.claim(item)
        rows = [Row(name, told, key, one_line(_words(claim, name))) for name, told, key in FIELDS]
        for place, each in enumerate(claim.assessments[:4], 1):
            final = " (final now)" if each.reviewer == claim.final else ""
            who = f"{each.reviewer or 'no name'}: {each.label}{final}"
            if screen.may_see(claim):
                rows.append(Row(f"final {each.reviewer}", f"final verdict: {who}", str(place)))
        for number, each in enumerate(claim.evidence, 1):
            told = snippet(each.title or each.url or each.excerpt)
            rows.append(Row(f"evidence {number}", f"take away evidence {number}: {told}"))

        def chosen(row: str | None) -> None:
            screen.to_item()
            if row is not None:
                self._field_chosen(item, claim, row)

        screen.app.push_screen(Choice("Of the claim", rows), chosen)

    def _field_chosen(self, item: Item, claim: Claim, row: str) -> None:
        kind, _, rest = row.partition(" ")
        if kind == "final":
            self.change(
                item,
                lambda held, at: claims.finalised(held, "" if held.final == rest else rest, at=at),
                "final verdict",
            )
        elif kind == "evidence":
            self.change(
                item,
                lambda held, at: claims.without_evidence(held, int(rest), at=at),
                "take evidence away",
            )
        else:
            told = next(told for name, told, _ in FIELDS if name == row)
            self._ask(item, told, _words(claim, row), partial(_with_words, row))

    def status(self) -> None:
        screen = self._screen
        item = screen.require_item()
        if item is None:
            return
        now_is = screen.claim.status if screen.claim else None
        rows = [
            Row(name, name, key) for name, key in zip(claims.STATUSES, STATUS_KEYS, strict=True)
        ]

        def chosen(status: str | None) -> None:
            screen.to_item()
            if status is not None and status != now_is:
                self.change(
                    item, lambda claim, at: claims.with_status(claim, status, at=at), status
                )

        screen.app.push_screen(Choice("The claim is", rows, now_is), chosen)

    def checklist(self) -> None:
        """Choose a step to have it done, or open again; who and when is kept with it."""
        screen = self._screen
        item = screen.require_item()
        if item is None:
            return
        steps = screen.settings.checklist
        claim = claims.with_checklist(screen.claim or screen.deciding.claim(item), steps)
        rows = [
            Row(
                str(number),
                f"{'✓' if step.at else '○'} {one_line(step.step)}",
                str(number) if number < 10 else "",
                f"{step.by or 'no name'}, {local_day(step.at)}" if step.at else "",
            )
            for number, step in enumerate(claim.checklist, 1)
        ]
        if not rows:
            screen.tell("There are no steps; config.toml names them under [review] checklist.")
            return

        def chosen(row: str | None) -> None:
            screen.to_item()
            if row is None:
                return
            step = claim.checklist[int(row) - 1]
            me = screen.settings.me

            def turned(held: Claim, at: str) -> Claim:
                complete = claims.with_checklist(held, steps)
                place = str(complete.checklist.index(step) + 1)
                return claims.step_done(complete, place, by=me, at=at, done=not step.at)

            self.change(item, turned, "step")

        screen.app.push_screen(Choice("Steps of the check", rows), chosen)

    # -- evidence, and the same claim elsewhere

    def evidence(self) -> None:
        """Ask for a piece of evidence: typed, pasted, or a passage of another article."""
        from reader.ui.review.evidence_form import EvidenceForm

        screen = self._screen
        item = screen.require_item()
        if item is None:
            return

        def given(found: Evidence | None) -> None:
            screen.to_item()
            if found is None:
                return
            dated = replace(found, accessed=found.accessed or local_day(now()))
            if self.change(
                item,
                lambda claim, at: claims.with_evidence(claim, dated, at=at),
                "evidence",
            ):
                screen.tell(f"Evidence added: {dated.stance}.")

        form = EvidenceForm(
            item.text, screen.beside.others, screen.app.drafts, f"evidence {item.id}"
        )
        screen.app.push_screen(form, given)

    def same_claim(self) -> None:
        """Say that the item is the claim already on the desk that is told beside it."""
        screen = self._screen
        item = screen.require_item()
        if item is None:
            return
        known = [] if item.claim else screen.known(item)
        if not known:
            screen.tell("No claim like it is on the desk, or it has one of its own.")
            return
        claim = known[0].claim
        try:
            made = claims.appearance_of(
                claim,
                screen.sitting.article,
                item.spans,
                creator=screen.settings.me,
                at=now(),
            )
        except ReaderError as fault:
            screen.tell(str(fault))
            return
        screen.deciding.keep([made], "the same claim")
        screen.tell(f"The same claim: {snippet(claim.claim, 50)}")


def _words(claim: Claim, field: str) -> str:
    value = getattr(claim, field)
    return told_tags(value) if isinstance(value, tuple) else value or ""


def _with_words(field: str, words: str) -> Change:
    """The change that gives a field of a claim these words."""
    told = one_line(words)

    def change(claim: Claim, at: str) -> Claim:
        value: object = told
        if field == "said_on":
            value = claims.partial_date(told)
        elif field == "tags":
            value = parsed_tags(told)
        elif field in ("said_at", "review_url"):
            value = told or None
        return replace(claim, **{field: value}, modified=at)

    return change
