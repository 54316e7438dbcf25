"""Commands that decide on the item in view and go on to the next one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.annotations.records import now
from reader.review.checkworthiness import START
from reader.review.corrections import is_in_force
from reader.review.judging import claim_for, judged
from reader.review.scales import ScaleError
from reader.review.second_reading import awaits_second, comparisons
from reader.review.triage import Verb, decide
from reader.session.findings_outline import snippet
from reader.ui.card_text import CardLine
from reader.ui.key_sequences import Asked
from reader.ui.keymap import VERDICTS, shown

if TYPE_CHECKING:
    from reader.annotations.records import Claim, Record
    from reader.review.item import Item
    from reader.ui.review.screen import ReviewScreen


class Deciding:
    """Verdict, accept, dismiss, skip; each decision is a record, so that it can be undone."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        notebook = self._screen.app.notebook
        return {
            **{
                command: partial(self._verdict_asked, number)
                for number, command in enumerate(VERDICTS, 1)
            },
            "accept": lambda _: self.decide("accept"),
            "dismiss": lambda _: self.decide("dismiss"),
            "skip": lambda _: self.skip(),
            "why": lambda _: self.why(),
            "undo": lambda _: notebook.undo(),
            "redo": lambda _: notebook.redo(),
        }

    def _verdict_asked(self, number: int, _: Asked) -> None:
        self.verdict(number)

    def claim(self, item: Item) -> Claim:
        """The claim on the item in view, made now where there is none."""
        screen, settings = self._screen, self._screen.settings
        return claim_for(
            screen.sitting.article,
            item,
            screen.claim,
            creator=settings.me,
            at=now(),
            checklist=settings.checklist,
        )

    def verdict(self, number: int) -> None:
        """Give the verdict ``number`` of the scale, and go on."""
        screen, item = self._screen, self._screen.require_item()
        if item is None:
            return
        scale, held = screen.scale, screen.claim
        me, at = screen.settings.me, now()
        try:
            label = scale.rating(str(number)).label
        except ScaleError as fault:
            screen.tell(str(fault))
            return
        awaited = held is not None and awaits_second(held, me)
        reason = screen.reasons_ahead.pop(item.id, "")
        claim = judged(self.claim(item), scale, str(number), reviewer=me, at=at, explanation=reason)
        if awaited:
            screen.save([claim], f"verdict {label}", held)
            screen.times.append(at)
            screen.tell(compared(claim, me))
        else:
            self.keep([claim], f"verdict {label}", held)
            self._tell(f"{label}: {snippet(claim.claim, 50)}")

    def decide(self, verb: Verb) -> None:
        screen, item = self._screen, self._screen.require_item()
        if item is None:
            return
        if item.kind == "claim":
            screen.tell("A claim made by hand: a number gives its verdict, X deletes it.")
            return
        made = decide(
            screen.sitting.article,
            item,
            verb,
            creator=screen.settings.me,
            at=now(),
        )
        again = is_in_force(made, screen.sitting.article.corrections)
        self.keep([] if again else [made], f"{verb} “{snippet(item.text, 30)}”")
        self._tell(f"{'Accepted' if verb == 'accept' else 'Dismissed'}: {snippet(item.text, 50)}")

    def keep(self, records: list[Record], doing: str, basis: Record | None = None) -> None:
        """Save a decision and go on to the next item that is left."""
        screen = self._screen
        here = screen.walk
        if records:
            screen.save(records, doing, basis)
        screen.times.append(now())
        screen.go(here.after_decision(screen.sitting.items))

    def _tell(self, sentence: str) -> None:
        """Say what was decided, and when it was the last of what is shown."""
        walk = self._screen.walk
        if not walk.left:
            keys = self._screen.keys
            after = {} if walk.queue.entire else {"show-all": "shows all"}
            after["article-next"] = "goes to the next article"
            rest = "".join(
                f"; {shown(key)} {what}"
                for command, what in after.items()
                for key in keys.of(command, "review")[:1]
            )
            sentence += f" · Nothing is left of what is shown{rest}."
        self._screen.tell(sentence)

    def skip(self) -> None:
        """Put the item off: it comes again when all others are decided."""
        screen, item = self._screen, self._screen.require_item()
        if item is None:
            return
        screen.sitting = screen.sitting.skipping(item.id)
        screen.go(screen.walk.after_decision(screen.sitting.items))

    def why(self) -> None:
        from reader.ui.dialogs.card import Card

        screen, item = self._screen, self._screen.require_item()
        if item is None:
            return
        lines = [CardLine(f"Worth a check: {item.score:.2f}", "title")]
        lines += [CardLine(str(reason)) for reason in item.reasons]
        if item.reasons:
            rule = f"Of what is missing to 1, from {START:.2f} on, each + takes its share."
            lines.append(CardLine(rule, "remark"))
        if item.trust is not None:
            lines.append(CardLine(f"The machine trusts it is there: {item.trust:.2f}", "remark"))
        screen.app.push_screen(Card(lines), self._card_closed)

    def _card_closed(self, key: object) -> None:
        """The card handed on the key that closed it."""
        from textual.events import Key

        if isinstance(key, Key):
            self._screen.on_key(Key(key.key, key.character))


def compared(claim: Claim, me: str) -> str:
    """What the second reader is told once their verdict is given."""
    for each in comparisons(claim):
        if me in (each.first.reviewer, each.second.reviewer):
            other = each.first if each.second.reviewer == me else each.second
            who = other.reviewer or "the first reader"
            reason = f": {other.explanation}" if other.explanation else "."
            return f"You {'agree' if each.agree else 'differ'}: {who} said {other.label}{reason}"
    return "Yours is the first verdict on it."
