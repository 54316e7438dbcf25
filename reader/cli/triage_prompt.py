"""Deciding on the items of a queue by short answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from reader.annotations.records import Claim, Evidence, Record, now
from reader.annotations.store import Store
from reader.cli.conversation import Conversation
from reader.cli.prior_checks import checked_line
from reader.cli.under_review import admit
from reader.config import Settings
from reader.errors import ReaderError
from reader.review.annotated_article import AnnotatedArticle
from reader.review.beside import CheckedClaims
from reader.review.claims import STANCES, with_evidence
from reader.review.corrections import is_in_force
from reader.review.item import Item
from reader.review.judging import claim_for, judged
from reader.review.pace import pace
from reader.review.putting_right import respanned, respoken
from reader.review.queue import queue
from reader.review.said_before import CheckMatch
from reader.review.scales import Scale
from reader.review.triage import Verb, decide
from reader.text.plural import counted
from reader.text.span import Span, hull

AROUND = 300
"""Characters read on either side of an item."""


class TriagePrompt:
    """Goes through items; what is decided is saved before the next one is said."""

    def __init__(
        self, talk: Conversation, store: Store, settings: Settings, scale: Scale, keys: str
    ) -> None:
        self.talk, self.store, self.settings = talk, store, settings
        self.scale, self.keys = scale, keys
        self.decided: list[dict[str, str]] = []
        self._times: list[str] = []
        self._checks: Mapping[str, Sequence[CheckMatch]] = {}
        self._article: AnnotatedArticle
        self._admitted = False
        self._items: list[Item] = []
        self._place = 0
        self._answers: dict[str, Callable[[str], bool]] = {
            "a": lambda words: self._decide("accept", words),
            "x": lambda words: self._decide("dismiss", words),
            "": self._skip,
            "s": self._skip,
            "c": self._claim,
            "S": self._speaker,
            "W": self._words,
            "e": self._evidence,
            "?": self._why,
            "t": self._around,
            "b": self._back,
            "u": self._undo,
            "v": self._read_scale,
            "p": self._progress,
            "h": self._help,
        }

    def go_through(
        self,
        article: AnnotatedArticle,
        items: Sequence[Item],
        checks: Mapping[str, Sequence[CheckMatch]] = MappingProxyType({}),
    ) -> None:
        """Say each item and carry out the answers, until the last item or ``q``.

        ``checks`` has the prior checks that say the same, by the id of the item.
        """
        self._items, self._place, self._checks = list(items), 0, checks
        self.talk.say(f"{article.title}. {counted(len(items), 'item')} to decide.")
        if not items:
            return
        self._article, self._admitted = article, False
        said = -1
        while self._place < len(self._items) and not self.talk.ended:
            if said != self._place:
                self._say(self._items[self._place])
                said = self._place
            answer = self.talk.ask("Decision (h for help):")
            if answer is None or answer == "q":
                self.talk.ended = True
                return
            try:
                if self._answer(answer):
                    said = -1
            except ReaderError as error:
                self.talk.say(str(error))

    def summary(self) -> str:
        return f"{counted(len(self.decided), 'decision')} saved."

    def _how_far(self) -> str:
        """Return what is left of the article, and for how long at the pace of this session."""
        left = len(self._items) - self._place
        estimate = pace(self._times, left)
        return f"{counted(left, 'item')} left{f', {estimate}' if estimate else ''}."

    def _answer(self, answer: str) -> bool:
        """Carry out one answer; return whether the item is to be shown (again)."""
        word, _, words = answer.partition(" ")
        if word.isascii() and word.isdigit():
            return self._verdict(word, words.strip())
        known = self._answers.get(word)
        if known is None:
            self.talk.say(f"“{answer}” is not an answer; h lists the answers.")
            return False
        return known(words.strip())

    @property
    def _item(self) -> Item:
        return self._items[self._place]

    def _say(self, item: Item) -> None:
        self.talk.say("")
        who = f" by {item.speaker or 'an unknown speaker'}" if item.kind != "sentence" else ""
        self.talk.say(
            f"Item {self._place + 1} of {len(self._items)}: {item.kind}{who}, "
            f"score {item.score:.2f}{'' if item.status == 'open' else ', ' + item.status}."
        )
        self.talk.say(f"“{_plain(item.text)}”")
        sentence = self._article.sentence_of(item.start)
        if item.kind == "figure" and sentence is not None:
            self.talk.say(f"In: {_plain(sentence.slice(self._article.text))}")
        for reason in item.reasons:
            if reason.what == "another source has":
                self.talk.say(f"Another source has {reason.words}.")
        if item.changes:
            self.talk.say("Since decided: " + ", ".join(map(str, item.changes)))
        for known in CheckedClaims(self._claims(), self.settings.me).like(item, most=1):
            verdict = known.verdict.label if known.verdict else "no verdict yet"
            self.talk.say(f"Like the claim “{known.claim.claim}”: {verdict}.")
        for match in self._checks.get(item.id, ()):
            self.talk.say(checked_line(match))

    def _admit(self) -> None:
        """Put the article on the desk before the first record on it."""
        if not self._admitted:
            self._article = admit(self.store, self.settings, self._article)
            self._admitted = True

    def _decide(self, verb: Verb, words: str) -> bool:
        self._admit()
        made = decide(
            self._article,
            self._item,
            verb,
            creator=self.settings.me,
            at=now(),
            reason=words,
            machine_visible=True,
        )
        if not is_in_force(made, self._article.records.corrections):
            self.store.put(made, doing=verb)
            self._noted(verb, made.id)
        return self._next(
            replace(self._item, status="accepted" if verb == "accept" else "dismissed")
        )

    def _claim(self, words: str) -> bool:
        made = self._made_claim()
        if words:
            made = replace(made, claim=words)
        self.store.put(made, doing="claim")
        self._noted("claim", made.id)
        self.talk.say(f"Claim: {made.claim}")
        return self._next(replace(self._item, status="claimed", claim=made.id))

    def _verdict(self, number: str, words: str) -> bool:
        label = self.scale.rating(number).label
        claim = judged(
            self._made_claim(),
            self.scale,
            number,
            reviewer=self.settings.me,
            at=now(),
            explanation=words,
        )
        self.store.put(claim, doing="verdict")
        self._noted("verdict", claim.id, label)
        self.talk.say(f"{label}: {claim.claim}")
        return self._next(replace(self._item, status="claimed", claim=claim.id))

    def _evidence(self, words: str) -> bool:
        at = now()
        first, _, rest = words.partition(" ")
        named = [one for one in STANCES if rest and one.startswith(first.casefold())]
        stance = named[0] if named else None
        found = Evidence(
            url=(rest.strip() if named else words) or None,
            stance=stance or "context",
            accessed=at[:10],
        )
        claim = with_evidence(self._made_claim(), found, at=at)
        self.store.put(claim, doing="evidence")
        self._noted("evidence", claim.id)
        self._items[self._place] = replace(self._item, status="claimed", claim=claim.id)
        hint = "" if stance else " Write e supports or e refutes before the address for a stance."
        self.talk.say(f"Evidence added: {found.stance}.{hint}")
        return False

    def _made_claim(self) -> Claim:
        """Return the claim on the item, a new one when there is none yet."""
        held = self._held()
        if held is None:
            self._admit()
        return claim_for(
            self._article,
            self._item,
            held,
            creator=self.settings.me,
            at=now(),
            checklist=self.settings.checklist,
        )

    def _held(self) -> Claim | None:
        """Return the claim on the item, where there is one."""
        held = self.store.get(self._item.claim) if self._item.claim is not None else None
        return held if isinstance(held, Claim) else None

    def _speaker(self, words: str) -> bool:
        me, at = self.settings.me, now()
        made = respoken(self._article, self._item, words or None, self._held(), creator=me, at=at)
        return self._put_right("respeak", made)

    def _words(self, words: str) -> bool:
        spot = hull(self._item.spans)
        start = self._article.text.find(words, max(0, spot.start - AROUND))
        if not words or start < 0 or start > spot.end + AROUND:
            raise ReaderError("These words are not in the passage; t prints the text.")
        spans, me, at = [Span(start, start + len(words))], self.settings.me, now()
        made = respanned(self._article, self._item, spans, self._held(), creator=me, at=at)
        return self._put_right("respan", made)

    def _put_right(self, doing: str, made: Sequence[Record]) -> bool:
        self._admit()
        here = self._article.article_id
        self.store.put_many([replace(each, article_id=here) for each in made], doing=doing)
        self._noted(doing, made[0].id)
        self._reread()
        return True

    def _reread(self) -> None:
        """Reload the article's records, and the items as they are now; scores stay as said."""
        records = self.store.records(article_id=self._article.article_id)
        self._article = self._article.with_records(records, self._claims())
        items = queue(self._article, desk_words=self.settings.desk_words)
        fresh = {item.id: item for item in items}
        self._items = [
            replace(fresh.get(item.id, item), score=item.score, reasons=item.reasons)
            for item in self._items
        ]

    def _claims(self) -> list[Claim]:
        claims = self.store.records(kind="claim")
        return [one for one in claims if isinstance(one, Claim)]

    def _skip(self, _: str) -> bool:
        return self._next(self._item)

    def _next(self, item: Item) -> bool:
        self._items[self._place] = item
        self._place += 1
        return True

    def _back(self, _: str) -> bool:
        if not self._place:
            raise ReaderError("This is the first item.")
        self._place -= 1
        return True

    def _undo(self, _: str) -> bool:
        done = self.store.undo()
        if done is None:
            raise ReaderError("You have changed nothing that could be undone.")
        self.talk.say(f"Undone: {done.doing.removeprefix('undo ')}.")
        self._reread()
        if self.decided:
            last = self.decided.pop()["item"]
            ids = [item.id for item in self._items]
            self._place = ids.index(last) if last in ids else self._place
        return True

    def _why(self, _: str) -> bool:
        for reason in self._item.reasons:
            self.talk.say(str(reason))
        return False

    def _around(self, _: str) -> bool:
        spot = hull(self._item.spans)
        text = self._article.text
        start = text.find(" ", max(0, spot.start - AROUND), spot.start) + 1
        end = text.rfind(" ", spot.end, spot.end + AROUND)
        around = Span(start if spot.start > AROUND else 0, max(end, spot.end))
        self.talk.say(_plain(around.slice(text)))
        return False

    def _read_scale(self, _: str) -> bool:
        for number, rating in enumerate(self.scale.ratings, 1):
            self.talk.say(f"{number} {rating.label}")
        return False

    def _progress(self, _: str) -> bool:
        self.talk.say(self._how_far())
        return False

    def _help(self, _: str) -> bool:
        self.talk.say(self.keys)
        return False

    def _noted(self, what: str, record: str, label: str = "") -> None:
        row = {"item": self._item.id, "decision": what, "record": record}
        self._times.append(now())
        self.decided.append(row | ({"verdict": label} if label else {}))


def _plain(text: str) -> str:
    return " ".join(text.split())
