"""``reader queue [FILE…]``: what is worth a check, why, and what was decided."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reader.cli.desk import offline_argument, open_notes, settings_for
from reader.cli.narration import tell
from reader.cli.printing import format_argument
from reader.cli.prior_checks import check_document, checked_before, rating_of
from reader.cli.under_review import admit, notes_for_reading, on_desk
from reader.errors import ReaderError
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.annotations.records import Record
    from reader.config import Settings
    from reader.review.annotated_article import AnnotatedArticle
    from reader.review.beside import CheckedClaims
    from reader.review.checkworthiness import DeskWords
    from reader.review.item import Item
    from reader.review.said_before import CheckMatch
    from reader.review.triage import Filter

KINDS = ("quote", "figure", "sentence")
STATUSES = ("open", "accepted", "dismissed", "claimed")
ORDERS = ("text", "score", "speaker", "status")
NONE_CHOSEN = "No item is chosen; `reader queue --all` lists them with their ids."
DECISIONS = ("accept", "dismiss", "forget")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="*", metavar="FILE|URL", help="articles (default: all in the library)"
    )
    format_argument(parser)
    parser.add_argument(
        "--all", action="store_true", help="list all statements, not only those most worth checking"
    )
    parser.add_argument("--few", type=int, metavar="N", help="number of statements per article")
    parser.add_argument("--why", action="store_true", help="print the reasons for each score")
    parser.add_argument("--sort", choices=ORDERS, default="text", help="order (default: text)")
    chosen = parser.add_argument_group("which statements (any of these options implies --all)")
    chosen.add_argument("--kind", action="append", choices=KINDS, default=[], help="only this kind")
    chosen.add_argument(
        "--status", action="append", choices=STATUSES, default=[], help="only this status"
    )
    chosen.add_argument("--speaker", default="", metavar="WORDS", help="part of the speaker's name")
    chosen.add_argument("--words", default="", help="part of the statement's text")
    chosen.add_argument(
        "--least", type=float, default=0.0, metavar="SCORE", help="lowest score (default: 0)"
    )
    chosen.add_argument(
        "--most", type=float, default=1.0, metavar="SCORE", help="highest score (default: 1)"
    )
    chosen.add_argument(
        "--item", action="append", default=[], metavar="ID", help="the statement with this id"
    )
    chosen.add_argument(
        "--unknown-speaker", action="store_true", help="only statements without a known speaker"
    )
    chosen.add_argument(
        "--changed",
        action="store_true",
        help="only statements whose text changed after the decision",
    )
    parser.add_argument(
        "--decide", choices=DECISIONS, help="apply this decision to every selected statement"
    )
    parser.add_argument(
        "--yes", action="store_true", help="apply the decision (without it: dry run)"
    )
    parser.add_argument("--reason", default="", metavar="WORDS", help="reason for the decision")
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Raise ArticleError, ModelError, StoreError."""
    from reader.review.triage import Filter

    _refuse_what_cannot_be(options)
    settings = settings_for(options)
    with notes_for_reading(settings) as records:
        articles = on_desk(options.files, settings, records)
        queues = queues_of(articles, settings.desk_words)
        wanted = _filter(options)
        narrowed = wanted != Filter() or options.all
        shown = [(one, items, _shown(items, options, wanted, narrowed)) for one, items in queues]
        if options.item and not any(chosen for _, _, chosen in shown):
            raise ReaderError(NONE_CHOSEN)
        if options.decide:
            return _decide(options, settings, [(one, chosen) for one, _, chosen in shown])
        listed = [item for _, _, chosen in shown for item in chosen]
        known = _Known(known_among(records, settings.me), checked_before(listed, records, settings))
        if options.format == "json":
            print(json.dumps(_document(shown, options, known), ensure_ascii=False, indent=1))
        else:
            for one, items, chosen in shown:
                print("\n".join(_lines(one, items, chosen, options, known)))
    for notice in dict.fromkeys(each for one in articles for each in one.machine.notices):
        tell(notice)
    if not articles:
        tell("No article is on the desk; name a FILE.")
    return 0


def _refuse_what_cannot_be(options: argparse.Namespace) -> None:
    if options.few is not None and options.few < 1:
        raise ReaderError("--few must be at least 1.")
    for name, score in (("--least", options.least), ("--most", options.most)):
        if not 0 <= score <= 1:
            raise ReaderError(f"{name} is a score from 0 to 1, such as 0.4.")


def queues_of(
    articles: Sequence[AnnotatedArticle], desk_words: DeskWords
) -> list[tuple[AnnotatedArticle, list[Item]]]:
    """Return each article with its queue; figures that others contradict weigh more."""
    from reader.review.conflicts import conflicts, reasons_of
    from reader.review.queue import queue

    more = reasons_of(conflicts(articles))
    return [(one, queue(one, extra=more, desk_words=desk_words)) for one in articles]


def _filter(options: argparse.Namespace) -> Filter:
    from reader.review.triage import Filter

    return Filter(
        kinds=frozenset(options.kind),
        statuses=frozenset(options.status),
        speaker=options.speaker,
        words=options.words,
        ids=frozenset(options.item),
        least=options.least,
        most=options.most,
        unknown_speaker=options.unknown_speaker,
        changed=options.changed,
    )


def _shown(
    items: list[Item], options: argparse.Namespace, wanted: Filter, narrowed: bool
) -> list[Item]:
    from reader.review.queue import FEW, few
    from reader.review.triage import chosen

    if narrowed and not options.few:
        return chosen(items, wanted, options.sort)
    return chosen(few(items, options.few or FEW), wanted, options.sort)


def _decide(
    options: argparse.Namespace,
    settings: Settings,
    shown: list[tuple[AnnotatedArticle, list[Item]]],
) -> int:
    """Count first; decides when that is asked for, or on items named one by one."""
    count = sum(len(items) for _, items in shown)
    if not count:
        raise ReaderError(NONE_CHOSEN)
    if not options.yes and not options.item:
        print(f"{options.decide} would apply to {counted(count, 'item')}. Add --yes to do it.")
        return 0
    from reader.annotations.records import now
    from reader.review.corrections import is_in_force
    from reader.review.triage import decide, decisions_on

    with open_notes(settings) as store:
        done = 0
        for one, items in shown:
            if options.decide == "forget":
                for made in decisions_on(one, items):
                    store.remove(made.id, doing="forget")
                    done += 1
            elif items:
                review, at = admit(store, settings, one), now()
                more = {"creator": settings.me, "at": at, "reason": options.reason}
                made_now = [decide(review, item, options.decide, **more) for item in items]
                fresh = [
                    one for one in made_now if not is_in_force(one, review.records.corrections)
                ]
                store.put_many(fresh, doing=options.decide)
                done += len(fresh)
    doing = "forgotten" if options.decide == "forget" else "saved"
    print(f"{counted(done, 'decision')} {doing}")
    return 0


def item_document(item: Item) -> dict[str, Any]:
    """Return an item in JSON: offsets are pairs, the reasons come with words and weight."""
    return {
        "id": item.id,
        "article_id": item.article_id,
        "kind": item.kind,
        "spans": [[span.start, span.end] for span in item.spans],
        "text": item.text,
        "speaker": item.speaker,
        "speaker_kind": item.speaker_kind,
        "score": item.score,
        "trust": item.trust,
        "reasons": [
            {"what": each.what, "words": each.words, "weight": each.weight} for each in item.reasons
        ],
        "status": item.status,
        "decided_by": item.decided_by or None,
        "decided_at": item.decided_at or None,
        "outcome": item.outcome,
        "changes": [
            {"before": each.before, "after": each.after, "start": each.start, "end": each.end}
            for each in item.changes
        ],
        "claim": item.claim,
        "part_of": item.part_of,
        "same_as": item.same_as,
        "again": item.again or None,
    }


def _document(
    shown: Sequence[tuple[AnnotatedArticle, list[Item], list[Item]]],
    options: argparse.Namespace,
    known: _Known,
) -> dict[str, Any]:
    from reader.review.queue import FEW, few, progress

    articles, documents = [], []
    for one, items, chosen in shown:
        state = progress(few(items, options.few or FEW))
        articles.append(
            {
                "article_id": one.article_id,
                "title": one.title,
                "location": one.article.location,
                "fingerprint": one.fingerprint,
                "items": len(items),
                "progress": {"done": state.done, "of": state.of},
                "decisions_to_look_at": sum(each.unsure for each in one.carried),
            }
        )
        for item in chosen:
            alike = [
                {
                    "claim": each.claim.id,
                    "likeness": each.likeness,
                    "verdict": each.verdict.label if each.verdict else None,
                    "figures_differ": each.figures_differ,
                }
                for each in known.claims.like(item)
            ]
            prior = [
                check_document(each.check, each.sure, each.words) for each in known.of_others(item)
            ]
            documents.append(item_document(item) | {"known_claims": alike, "prior_checks": prior})
    return {"schema": 1, "offset_unit": "codepoint", "articles": articles, "items": documents}


@dataclass(frozen=True)
class _Known:
    """What is known of the items: one's own claims, and the prior checks of others."""

    claims: CheckedClaims
    checks: Mapping[str, Sequence[CheckMatch]]

    def of_others(self, item: Item) -> Sequence[CheckMatch]:
        return self.checks.get(item.id, ())


def known_among(records: Sequence[Record], reviewer: str) -> CheckedClaims:
    """Return the claims to be found again, as ``reviewer`` may see them."""
    from reader.annotations.records import Claim
    from reader.review.beside import CheckedClaims

    return CheckedClaims((one for one in records if isinstance(one, Claim)), reviewer)


def _lines(
    one: AnnotatedArticle,
    items: list[Item],
    chosen: list[Item],
    options: argparse.Namespace,
    known: _Known,
) -> Iterator[str]:
    from reader.review.queue import FEW, few, progress
    from reader.text.cells import printable

    state = progress(few(items, options.few or FEW))
    yield printable(
        f"{one.title or one.article.location}: {state.done} of {state.of} decided; "
        f"{len(chosen)} of {len(items)} items shown"
    )
    unsure = sum(each.unsure for each in one.carried)
    if unsure:
        yield f"  {unsure} decisions are on words that are gone or changed too much"
    for item in chosen:
        for line in item_lines(item, why=options.why):
            yield printable(f"  {line}")
        for alike in known.claims.like(item):
            verdict = alike.verdict.label if alike.verdict else "no verdict yet"
            differ = ", other figures" if alike.figures_differ else ""
            yield printable(f"      like “{alike.claim.claim}” ({verdict}{differ})")
        for match in known.of_others(item):
            check = match.check
            yield printable(f"      checked before: {rating_of(check)}: {check.claim}")


def item_lines(item: Item, *, why: bool) -> Iterator[str]:
    """Yield an item in plain words, the first line to know it by."""
    who = f"{item.speaker or 'unknown speaker'}: " if item.kind != "sentence" else ""
    words = " ".join(item.text.split())
    yield f"{item.score:.2f} {item.status:<9} {item.kind:<8} {who}“{words}” (id {item.id})"
    if item.again:
        yield f"    says “{item.again}” again"
    if item.changes:
        yield "    since decided: " + ", ".join(map(str, item.changes))
    if why:
        for reason in item.reasons:
            yield f"    {reason}"
