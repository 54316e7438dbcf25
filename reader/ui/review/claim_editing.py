"""Commands that work on the claim of the item in view, making it where there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from reader.annotations.records import Claim, Evidence, now
from reader.errors import ReaderError
from reader.review import claims
from reader.review.judging import explained
from reader.session.choice import Choice, Question, Row
from reader.session.findings_outline import one_line, snippet
from reader.session.tags import parsed_tags, tags_text
from reader.text.local_day import local_day
from reader.ui.key_sequences import Asked
from reader.ui.review.command_group import CommandGroup

if TYPE_CHECKING:
    from reader.review.item import Item
    from reader.review.review_session import ReviewSession

Change = Callable[[Claim, str], Claim]
"""Makes a changed copy of a claim, given the time. Raises ReaderError."""

FIELDS: Sequence[tuple[str, str, str]] = (
    ("claimant", "who claims it", "c"),
    ("said_on", "said on (2026-11-23, 2026-11 or 2026)", "d"),
    ("said_at", "said at (place or occasion)", "p"),
    ("assignee", "who is to check it", "a"),
    ("review_url", "address of the published check", "u"),
    ("tags", "tags, separated by commas", "t"),
)
STATUS_KEYS = "tisdn"


class ClaimEditing(CommandGroup):
    """Wording, reason, fields, status, evidence and steps of one claim."""

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "claim": lambda _: self.make(),
            "wording": lambda _: self.wording(),
            "reason": lambda _: self.reason(),
            "claim-fields": lambda _: self.fields(),
            "claim-status": lambda _: self.status(),
            "checklist": lambda _: self.checklist(),
            "evidence": lambda _: self.evidence(),
        }

    # -- changing it

    def change(self, item: Item, change: Change, doing: str) -> bool:
        """Save the claim on ``item`` changed; False when the change is refused."""
        sitting = self._review.sitting
        if sitting is None:
            return False
        held = sitting.claim_of(sitting.by_id.get(item.id, item))
        try:
            changed = change(held or self._deciding.claim(sitting, item), now())
        except ReaderError as fault:
            self._session.report(str(fault), loud=True)
            return False
        self._review.save([changed], doing, held)
        return True

    def _claim(self, sitting: ReviewSession, item: Item) -> Claim:
        """Return the claim on the item in view, made now where there is none."""
        return self._review.claim or self._deciding.claim(sitting, item)

    def make(self) -> None:
        here = self._review.item_here()
        if here is None:
            return
        if self._review.claim is not None:
            self._session.report("There is a claim on it already; i changes its fields.")
        elif self.change(here[1], lambda claim, _: claim, "claim"):
            self._session.report(
                f"Claim made; a number gives its verdict · {self._session.undo_hint}"
            )

    def _ask(self, item: Item, label: str, value: str, change: Callable[[str], Change]) -> None:
        """Ask for words and change the claim by them."""

        def answered(words: str) -> None:
            self.change(item, change(words), label)

        self._stage.ask_line(Question(f"{label}:", value), answered)

    def wording(self) -> None:
        here = self._review.item_here()
        if here is None:
            return
        sitting, item = here
        worded = self._claim(sitting, item).claim

        def change(words: str) -> Change:
            return lambda claim, at: replace(claim, claim=one_line(words), modified=at)

        self._ask(item, "claim", worded, change)

    def reason(self) -> None:
        """Ask for the reason of one's verdict, also before the verdict is given."""
        review, here = self._review, self._review.item_here()
        if here is None:
            return
        item, me = here[1], self._session.settings.me
        assessments = review.claim.assessments if review.claim else ()
        own = [each for each in assessments if each.reviewer == me]

        def answered(words: str) -> None:
            if own:
                self.change(
                    item,
                    lambda claim, at: explained(claim, me, one_line(words), at=at),
                    "reason",
                )
            else:
                review.reasons_ahead[item.id] = one_line(words)
                review.show()
                self._session.report("Reason saved. Press a number for the verdict.")

        value = own[0].explanation if own else review.reasons_ahead.get(item.id, "")
        label = f"why {one_line(own[0].label)}:" if own else "reason for your verdict:"
        self._stage.ask_line(Question(label, value), answered)

    def fields(self) -> None:
        """Choose a field of the claim and give it words."""
        here = self._review.item_here()
        if here is None:
            return
        sitting, item = here
        claim = self._claim(sitting, item)
        rows = [Row(name, label, key, one_line(_words(claim, name))) for name, label, key in FIELDS]
        for place, each in enumerate(claim.assessments[:4], 1):
            final = " (final now)" if each.reviewer == claim.final else ""
            who = f"{each.reviewer or 'unnamed reviewer'}: {each.label}{final}"
            if self._review.may_see(claim):
                rows.append(Row(f"final {each.reviewer}", f"final verdict: {who}", str(place)))
        for number, piece in enumerate(claim.evidence, 1):
            label = snippet(piece.title or piece.url or piece.excerpt)
            key = "e" if number == 1 else ""
            rows.append(Row(f"evidence {number}", f"evidence {number}: {label}", key, piece.stance))

        self._stage.ask(
            Choice("Claim details", rows), lambda row: self._field_chosen(item, claim, row)
        )

    def _field_chosen(self, item: Item, claim: Claim, row: str) -> None:
        kind, _, rest = row.partition(" ")
        if kind == "final":
            self.change(
                item,
                lambda held, at: claims.finalised(held, "" if held.final == rest else rest, at=at),
                "final verdict",
            )
        elif kind == "evidence":
            self._change_evidence(item, claim.evidence[int(rest) - 1])
        else:
            label = next(label for name, label, _ in FIELDS if name == row)
            self._ask(item, label, _words(claim, row), partial(_with_words, row))

    def status(self) -> None:
        here = self._review.item_here()
        if here is None:
            return
        now_is = self._review.claim.status if self._review.claim else None
        rows = [
            Row(name, name, key) for name, key in zip(claims.STATUSES, STATUS_KEYS, strict=True)
        ]

        def chosen(status: str) -> None:
            if status != now_is:
                self.change(
                    here[1], lambda claim, at: claims.with_status(claim, status, at=at), status
                )

        self._stage.ask(Choice("The claim is", rows, now_is), chosen)

    def checklist(self) -> None:
        """Choose a step to have it done, or open again; who and when is kept with it."""
        here = self._review.item_here()
        if here is None:
            return
        sitting, item = here
        steps, me = self._session.settings.checklist, self._session.settings.me
        claim = claims.with_checklist(self._claim(sitting, item), steps)
        rows = [
            Row(
                str(number),
                f"{'✓' if step.at else '○'} {one_line(step.step)}",
                str(number) if number < 10 else "",
                f"{step.by or 'unnamed reviewer'}, {local_day(step.at)}" if step.at else "",
            )
            for number, step in enumerate(claim.checklist, 1)
        ]
        if not rows:
            self._session.report(
                "There is no checklist; write one in config.toml, under [review] checklist."
            )
            return

        def chosen(row: str) -> None:
            step = claim.checklist[int(row) - 1]

            def turned(held: Claim, at: str) -> Claim:
                complete = claims.with_checklist(held, steps)
                place = str(complete.checklist.index(step) + 1)
                return claims.step_done(complete, place, by=me, at=at, done=not step.at)

            self.change(item, turned, "step")

        self._stage.ask(Choice("Steps of the check", rows), chosen)

    # -- evidence

    def evidence(self) -> None:
        """Ask for a piece of evidence: typed, pasted, or a passage of another article."""
        review, here = self._review, self._review.item_here()
        if here is None:
            return
        item = here[1]

        def given(found: Evidence) -> None:
            dated = replace(found, accessed=found.accessed or local_day(now()))
            if self.change(
                item,
                lambda claim, at: claims.with_evidence(claim, dated, at=at),
                "evidence",
            ):
                self._session.report(f"Evidence added: {dated.stance} · {self._session.undo_hint}")

        others = review.beside.others
        self._stage.ask_evidence(item.text, others, f"evidence {item.id}", given)

    def _change_evidence(self, item: Item, piece: Evidence) -> None:
        """Edit a piece of evidence, or remove it."""
        label = snippet(piece.title or piece.url or piece.excerpt)

        def edited(changed: Evidence) -> None:
            if self.change(
                item,
                lambda claim, at: claims.with_edited_evidence(claim, piece, changed, at=at),
                "edit the evidence",
            ):
                self._session.report(
                    f"Evidence changed: {changed.stance} · {self._session.undo_hint}"
                )

        def removed(claim: Claim, at: str) -> Claim:
            place = claim.evidence.index(piece) + 1 if piece in claim.evidence else 0
            return claims.without_evidence(claim, place, at=at)

        def chosen(row: str) -> None:
            if row == "edit":
                others = self._review.beside.others
                draft = f"evidence {item.id} {piece.url} {piece.title} {piece.excerpt}"
                self._stage.ask_evidence(item.text, others, draft, edited, piece)
            elif self.change(item, removed, "remove the evidence"):
                self._session.report(f"Evidence removed: {label} · {self._session.undo_hint}")

        rows = [Row("edit", "edit it", "e"), Row("remove", "remove it", "x")]
        self._stage.ask(Choice(f"Evidence: {label}", rows), chosen)


def _words(claim: Claim, field: str) -> str:
    value = getattr(claim, field)
    return tags_text(value) if isinstance(value, tuple) else value or ""


def _with_words(field: str, words: str) -> Change:
    """Return the change that gives a field of a claim these words."""
    line = one_line(words)

    def change(claim: Claim, at: str) -> Claim:
        value: Any = line
        if field == "said_on":
            value = claims.partial_date(line)
        elif field == "tags":
            value = parsed_tags(line)
        elif field in ("said_at", "review_url"):
            value = line or None
        changed: dict[str, Any] = {field: value, "modified": at}
        return replace(claim, **changed)

    return change
