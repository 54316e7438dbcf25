"""A second verdict on claims, given blind and then compared with the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.annotations.records import Claim, now
from reader.annotations.store import Store
from reader.cli.conversation import Conversation
from reader.cli.prior_checks import checked_line
from reader.config import Settings
from reader.review.claims import assessed
from reader.review.judging import scale_of
from reader.review.scales import Scale, ScaleError, assess
from reader.review.second_reading import compare

if TYPE_CHECKING:
    from reader.review.said_before import CheckMatch


class SecondPrompt:
    """Shows claims without their verdict, takes one, and only then shows the first."""

    def __init__(self, talk: Conversation, store: Store, settings: Settings, scale: Scale) -> None:
        self.talk, self.store, self.settings, self.scale = talk, store, settings, scale
        self.decided: list[dict[str, str]] = []
        self._checks: Mapping[str, Sequence[CheckMatch]] = {}

    def go_through(
        self,
        claims: Sequence[Claim],
        checks: Mapping[str, Sequence[CheckMatch]] = MappingProxyType({}),
    ) -> None:
        """Say each claim and take a verdict; ``checks`` has its prior checks, by its id."""
        self._checks = checks
        self.talk.say(f"Claims that need your verdict: {len(claims)}.")
        for number, claim in enumerate(claims, 1):
            self._say(claim, f"Claim {number} of {len(claims)}")
            if not self._judge(claim):
                return

    def _say(self, claim: Claim, which: str) -> None:
        self.talk.say("")
        self.talk.say(f"{which}, by {claim.claimant or 'an unknown claimant'}: {claim.claim}")
        self.talk.say(f"Quoted: “{' '.join(claim.anchor.exact.split())}”")
        for each in claim.evidence:
            source = " ".join((each.title or each.excerpt or each.url or "").split())
            self.talk.say(f"Evidence that {each.stance}: {source} {each.url or ''}".rstrip())
        for match in self._checks.get(claim.id, ()):
            self.talk.say(checked_line(match))

    def _judge(self, claim: Claim) -> bool:
        """Ask until a verdict is given or the claim is skipped; False when nobody answers."""
        scale = scale_of(claim, self.scale, self.settings.scales)
        labels = "; ".join(f"{n} {one.label}" for n, one in enumerate(scale.ratings, 1))
        while True:
            answer = self.talk.ask(f"Verdict ({labels}; Enter skips; q ends):")
            if answer is None or answer == "q":
                return False
            if not answer:
                return True
            word, _, words = answer.partition(" ")
            at = now()
            try:
                mine = assess(
                    scale,
                    word if word.isdigit() else answer,
                    reviewer=self.settings.me,
                    at=at,
                    explanation=words.strip() if word.isdigit() else "",
                )
            except ScaleError as error:
                self.talk.say(str(error))
                continue
            self.store.put(assessed(claim, mine, at=at), doing="verdict", basis=claim)
            self.decided.append({"claim": claim.id, "decision": "verdict", "verdict": mine.label})
            for first in claim.assessments:
                found = compare(claim, first, mine)
                same = "You agree" if found.agree else "You differ"
                reason = f": {first.explanation}" if first.explanation else "."
                who = first.reviewer or "the first reader"
                self.talk.say(f"{same}: {who} said {first.label}{reason}")
            return True
