"""What the panes of review mode say: words with their styles, worked out of plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reader.annotations.records import Assessment, Claim, Evidence
from reader.review.annotated_article import AnnotatedArticle
from reader.review.conflicts import Conflict
from reader.review.drift import Drift
from reader.review.item import Item
from reader.review.known_claims import KnownClaim, figures_differ
from reader.review.pace import Pace
from reader.review.queue import Progress
from reader.review.said_before import CheckMatch
from reader.review.scales import Scale
from reader.review.second_reading import Comparison, between, comparisons
from reader.review.tally import Tally
from reader.session.findings_outline import one_line, snippet
from reader.session.people_signs import Person
from reader.text.cells import printable
from reader.text.local_day import local_day
from reader.text.span import Span, hull
from reader.ui.people_colours import person_style

Part = tuple[str, str]
"""Words and their style, "" for none."""
People = Mapping[str, Person]
"""The other people of the article in review, by name."""
NOBODY = "unnamed reviewer"

TITLE, FAINT, LOUD, MEANT = "bold $accent", "$foreground 75%", "$text-warning bold", "bold reverse"
STATUS_SIGNS = {"open": "·", "accepted": "✓", "dismissed": "×", "claimed": "■", "skipped": "…"}
BAR = 12
"""Cells of the bar of progress."""
AROUND = 1
"""Paragraphs shown on either side of the one with the item."""
ASIDES = frozenset({"byline", "dateline", "credit", "caption"})
"""Kinds of blocks that say little about the words next to them."""
SHORT = 44
"""Characters of an item that a row of the queue tells."""


def plain(text: str) -> str:
    """Return ``text`` on one line, with nothing in it that could steer a terminal."""
    return printable(one_line(text))


def head(title: str, state: Progress, shown: str, left: Pace | None, width: int) -> list[Part]:
    """Return the line on top: how far the few are decided, what is shown, how long the rest takes.

    Where it is too long the title goes first, then the pace, then the bar.
    """
    filled = round(BAR * state.done / state.of) if state.of else 0
    bar = "█" * filled + "░" * (BAR - filled) + " "
    far = f"{state.done} of {state.of} decided" + (f" · {state.left} left" if state.left else "")
    pace = f", {left}" if left is not None and state.left else ""
    tail = f" · {printable(shown)}"
    if len(bar + far + pace + tail) > width:
        pace = ""
    if len(bar + far + tail) > width:
        bar = ""
    space = width - len(bar + far + pace + tail) - 2
    name = f"{snippet(title, space)}  " if space > 8 else ""
    return [(printable(name), "bold"), (bar, "$accent"), (far + pace, ""), (tail, FAINT)]


def scale_line(scale: Scale) -> list[Part]:
    parts: list[Part] = []
    for number, rating in enumerate(scale.ratings[:9], 1):
        parts += [(str(number), "bold $accent"), (f" {plain(rating.label)}  ", "")]
    return parts


def end_parts(tally: Tally, shown: str, ways: Iterable[tuple[str, str]]) -> Iterator[Part]:
    """Yield the end of the queue.

    What was decided, and the ``ways`` from here, each with its key.
    """
    yield f"{shown}\n", TITLE
    if tally.parts:
        yield f"{' · '.join(map(plain, tally.parts))}\n", "bold"
    yield "\n", ""
    for key, way in ways:
        yield f"{key:>3} ", "$accent bold"
        yield f" {plain(way)}\n", ""


def row(item: Item) -> str:
    """Return the item on one line of the queue."""
    who = f"{plain(item.speaker)}: " if item.speaker else ""
    return f"{STATUS_SIGNS[item.status]} {snippet(who + plain(item.text), SHORT)}"


def by_name(name: str, people: People, style: str = "") -> Part:
    """Return a person's name, that of another with their letter and in their colour."""
    person = people.get(name)
    if person is None:
        return plain(name) or NOBODY, style
    return f"{person.sign} {plain(name)}", person_style(person.hue)


def item_parts(item: Item, which: str, people: People) -> Iterator[Part]:
    """Yield what is to be decided: who says it, the words, why it is here, what became of it."""
    who = "" if item.kind == "sentence" else f" · {plain(item.speaker or 'unknown speaker')}"
    yield f"{item.kind.capitalize()} {which}{who}\n", TITLE
    yield f"{_quoted(item)}\n", "bold"
    reasons = ", ".join(
        f"{each.what}{f' “{plain(each.words)}”' if each.words else ''}"
        for each in item.reasons[:3]
        if each.weight > 0
    )
    yield f"{item.score:.2f}{f' · {reasons}' if reasons else ''}\n", FAINT
    if item.again:
        yield f"Says “{plain(item.again)}” again.\n", ""
    if item.status != "open":
        yield f"{item.status}{' by ' if item.decided_by else ''}", "bold"
        if item.decided_by:
            yield by_name(item.decided_by, people, "bold")
        yield f"{f', {local_day(item.decided_at)}' if item.decided_at else ''}\n", "bold"
    if item.changes:
        changes = ", ".join(plain(str(change)) for change in item.changes)
        yield f"The text has changed since: {changes}\n", LOUD


def conflict_parts(conflict: Conflict, here: str) -> Iterator[Part]:
    """Yield figures that differ, each with who gave it; ``here`` is the article in review."""
    yield f"Figures differ: {plain(conflict.thing)}\n", LOUD
    for each in conflict.stated:
        source = plain(each.source) if each.source else "no source given"
        if not each.source and each.names:
            source += f", named near it: {', '.join(map(plain, each.names))}"
        where = "" if each.article_id == here else f" · {plain(snippet(each.title, SHORT))}"
        yield f"  {plain(each.figure.text)}", "bold"
        yield f" — {source}{where}\n", ""


def drift_parts(drift: Drift, here: str) -> Iterator[Part]:
    """Yield the same statement as another article words it, and the words that differ."""
    other = drift.first if drift.second.article_id == here else drift.second
    yield f"Other words in “{plain(snippet(other.title, SHORT))}”\n", LOUD
    yield f"  “{plain(other.text)}”\n", ""
    for change in drift.changes:
        before, after = change.before, change.after
        if other is drift.first:
            before, after = after, before
        yield f"  here “{plain(before)}”, there “{plain(after)}”\n", FAINT


def known_parts(known: KnownClaim, key: str, people: People) -> Iterator[Part]:
    """Yield a claim like this one, with its verdict; ``key`` says that they are the same."""
    verdict = known.verdict
    label = plain(verdict.label) if verdict is not None else f"no verdict yet, {known.claim.status}"
    like = "In other words on the desk" if known.in_other_words else "Like a claim on the desk"
    yield f"{like} ({known.likeness:.2f}): {label}", LOUD
    if verdict is not None and verdict.reviewer:
        yield " — ", LOUD
        yield by_name(verdict.reviewer, people, LOUD)
    yield "\n", ""
    yield f"  “{plain(known.claim.claim or known.claim.anchor.exact)}”\n", ""
    yield from _in_both(known.words)
    if known.figures_differ:
        yield "  Its figures differ.\n", "bold"
    if key:
        yield f"  {key} says that it is the same claim\n", FAINT


def check_parts(match: CheckMatch, said: str, ways: str, *, linked: bool) -> Iterator[Part]:
    """Yield a prior check: rating, who, when, language, its claim; ``ways`` say what keys do.

    ``said`` are the words that are compared with its claim.
    """
    check = match.check
    rating = plain(check.rating or check.value or "no rating")
    about = (check.publisher, check.reviewed[:10], check.language)
    by = ", ".join(plain(each) for each in about if each)
    yield f"Checked before ({match.sure:.2f}): {rating}{by and f' — {by}'}\n", LOUD
    yield f"  “{plain(check.claim)}”\n", ""
    yield from _in_both(match.words)
    if figures_differ(said, check.claim):
        yield "  Its figures differ.\n", "bold"
    if linked:
        yield "  It is evidence on this claim.\n", ""
    if ways:
        yield f"  {ways}\n", FAINT


def again_parts(first: Item) -> Iterator[Part]:
    """Yield the passage before this one that says the same in other words."""
    yield f"Says again in other words: {_quoted(first)}\n", ""


def _in_both(words: Iterable[str]) -> Iterator[Part]:
    if shared := ", ".join(map(plain, words)):
        yield f"  in both: {shared}\n", FAINT


def _quoted(item: Item) -> str:
    words = plain(item.text)
    return words if words[:1] in "“\"«„‘'" else f"“{words}”"


def context_parts(article: AnnotatedArticle, item: Item, around: int = AROUND) -> Iterator[Part]:
    """Yield the paragraphs around the item, its words made to stand out."""
    text, where = article.text, hull(item.spans)
    blocks = [each for each in article.article.blocks if each.duplicate_of is None and each.span]
    shown = [block.span for block in blocks] or [Span(0, len(text))]
    is_aside = [block.kind in ASIDES for block in blocks] or [False]
    inside = [place for place, span in enumerate(shown) if span.overlaps(where)] or [0]
    first = _further(inside[0], -1, around, is_aside)
    for span in shown[first : _further(inside[-1], 1, around, is_aside) + 1]:
        yield from marked_parts(text, span, item.spans)
        yield "\n\n", ""


def _further(place: int, by: int, around: int, is_aside: Sequence[bool]) -> int:
    """Return the place ``around`` paragraphs before or behind ``place``; asides are not counted."""
    while around and 0 <= place + by < len(is_aside):
        place += by
        around -= not is_aside[place]
    return place


def marked_parts(
    text: str, within: Span, spans: Iterable[Span], style: str = MEANT
) -> Iterator[Part]:
    """Yield a stretch of the text, the spans in it in a style of their own."""
    at = within.start
    for span in spans:
        start, end = max(span.start, within.start), min(span.end, within.end)
        if start < end:
            yield _blanks(text[at:start]), ""
            yield _blanks(text[start:end]), style
            at = end
    yield _blanks(text[at : within.end]), ""


def _blanks(text: str) -> str:
    return printable(re.sub(r"\s+", " ", text))


def unclaimed_parts(wording: str, claimant: str) -> Iterator[Part]:
    """Yield what a verdict would make a claim of."""
    yield "No claim yet. A verdict creates this one:\n", FAINT
    yield f"{plain(wording)}\n", "italic"
    yield f"by {plain(claimant) if claimant else 'an unknown claimant'}\n", FAINT


def reason_parts(reason: str) -> Iterator[Part]:
    """Yield the reason written for the verdict to come."""
    if reason:
        yield f"Your reason: {plain(reason)}\n", ""


def claim_parts(claim: Claim, hidden: int, people: People) -> Iterator[Part]:
    """Yield the record: wording, who and when, verdicts, evidence, steps.

    ``hidden`` is the number of verdicts kept back until the second reader has given theirs.
    """
    yield f"Claim · {claim.status}\n", TITLE
    yield f"{plain(claim.claim or claim.anchor.exact)}\n", "bold"
    when = f" · said {plain(claim.said_on)}" if claim.said_on else ""
    where = f" · {plain(claim.said_at)}" if claim.said_at else ""
    who = plain(claim.claimant) if claim.claimant else "an unknown claimant"
    yield f"by {who}{when}{where}\n", ""
    if claim.assignee:
        yield "for ", FAINT
        yield by_name(claim.assignee, people, FAINT)
        yield " to check\n", FAINT
    if hidden:
        which = "a verdict is" if hidden == 1 else f"{hidden} verdicts are"
        yield f"Second reading: {which} hidden until you give yours.\n", LOUD
    for pair in comparisons(claim):
        if not pair.agree:
            yield from _differing(pair, people)
    for each in claim.assessments:
        yield from _verdict(each, people, final=each.reviewer == claim.final)
    yield from evidence_parts(claim.evidence)
    if claim.checklist:
        yield "Steps\n", TITLE
    for number, step in enumerate(claim.checklist, 1):
        yield f"{'✓' if step.at else '○'} {number} {plain(step.step)}", ""
        if step.at:
            yield " — ", ""
            yield by_name(step.by, people)
        yield f"{f', {local_day(step.at)}' if step.at else ''}\n", ""


def twin_parts(other: Claim, claim: Claim | None, people: People) -> Iterator[Part]:
    """Another claim on the same passage, with where its verdicts differ from those on ``claim``."""
    yield "Claimed on the same passage\n", TITLE
    yield f"{plain(other.claim or other.anchor.exact)}\n", ""
    yield f"by {plain(other.claimant) if other.claimant else 'an unknown claimant'}\n", FAINT
    for pair in between(claim, other) if claim is not None else ():
        if not pair.agree:
            yield from _differing(pair, people)
    for each in other.assessments:
        yield from _verdict(each, people, final=each.reviewer == other.final)


def _differing(pair: Comparison, people: People) -> Iterator[Part]:
    far = f", {pair.distance:.0%} of the scale apart" if pair.distance is not None else ""
    yield by_name(pair.first.reviewer, people, LOUD)
    yield " and ", LOUD
    yield by_name(pair.second.reviewer, people, LOUD)
    yield f" differ{far}\n", LOUD


def _verdict(each: Assessment, people: People, *, final: bool) -> Iterator[Part]:
    yield f"{plain(each.label)}", "bold"
    yield " — ", ""
    yield by_name(each.reviewer, people)
    yield f", {local_day(each.at)}{' · final' if final else ''}\n", ""
    if each.explanation:
        yield f"  {plain(each.explanation)}\n", ""


def evidence_parts(every: Iterable[Evidence]) -> Iterator[Part]:
    for number, each in enumerate(every, 1):
        if number == 1:
            yield "Evidence\n", TITLE
        title = plain(each.title or each.url or each.excerpt)
        yield f"{number} {each.stance}: {title}\n", ""
        if each.excerpt and each.title:
            yield f"  “{plain(snippet(each.excerpt, 160))}”\n", FAINT
        if each.url and each.title:
            yield f"  {plain(each.url)}\n", FAINT
