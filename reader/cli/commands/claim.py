"""``reader claim add|set|show``: one claim, without opening the screen."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.desk import article_at, offline_argument, open_notes, settings_for
from reader.cli.printing import format_argument
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.annotations.records import Claim, Evidence
    from reader.annotations.store import Store
    from reader.config import Settings
    from reader.review.annotated_article import AnnotatedArticle


def arguments(parser: argparse.ArgumentParser) -> None:
    doing = parser.add_subparsers(dest="doing", required=True, metavar="add|set|show")
    add = doing.add_parser("add", help="add a claim on a passage and print its id")
    add.add_argument("file", metavar="FILE|URL", help="the article")
    add.add_argument("--item", metavar="ID", help="id of an item of `reader queue`")
    _passage_arguments(add)
    change = doing.add_parser("set", help="change a claim and print its id")
    change.add_argument("id", metavar="ID", help="the claim's id, or the beginning of it")
    for each in (add, change):
        _claim_arguments(each)
        offline_argument(each)
    _verdict_arguments(change)
    _evidence_arguments(change)
    show = doing.add_parser("show", help="print a claim")
    show.add_argument("id", metavar="ID", help="the claim's id, or the beginning of it")
    format_argument(show)
    for each in (add, change, show):
        each.add_argument(
            "--notes",
            type=Path,
            metavar="PATH",
            default=argparse.SUPPRESS,
            help="notes file (default: READER_NOTES, then config.toml, then the data folder)",
        )


def _passage_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--exact", metavar="TEXT", help="the exact words of the passage")
    parser.add_argument(
        "--occurrence",
        type=int,
        metavar="N",
        help="which occurrence, counted from 1, where there are several",
    )


def _claim_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--claim", metavar="TEXT", help="the statement in neutral words")
    parser.add_argument("--claimant", metavar="NAME", help="who makes the claim")
    parser.add_argument("--said-on", metavar="DATE", help="2026-11-23, 2026-11 or 2026")
    parser.add_argument("--said-at", metavar="PLACE", help="place or occasion")
    parser.add_argument("--status", help="todo, in progress, second look, done, not checkable")
    parser.add_argument("--assignee", metavar="PERSON", help="who is to check it")
    parser.add_argument("--tag", action="append", metavar="TAG", help="tag to add; may be repeated")
    parser.add_argument(
        "--private", action="store_true", default=None, help="leave it out of exports"
    )


def _verdict_arguments(parser: argparse.ArgumentParser) -> None:
    verdict = parser.add_argument_group("verdict")
    verdict.add_argument("--verdict", metavar="LABEL", help="a label of the scale, or its number")
    verdict.add_argument(
        "--scale", default="", metavar="NAME", help="verdict scale (default: from config.toml)"
    )
    verdict.add_argument(
        "--explanation", default="", metavar="TEXT", help="your reasons in one or two sentences"
    )
    verdict.add_argument("--detail", default="", metavar="TEXT", help="the whole reasoning")
    verdict.add_argument("--no-verdict", action="store_true", help="remove your own verdict")
    verdict.add_argument(
        "--final", metavar="REVIEWER", help='reviewer whose verdict is final; "" for none'
    )
    verdict.add_argument("--review-url", metavar="URL", help="where the check is published")
    steps = parser.add_argument_group("checklist")
    steps.add_argument(
        "--step", action="append", default=[], help="step that is done: its words or its number"
    )
    steps.add_argument(
        "--undo-step",
        action="append",
        default=[],
        metavar="STEP",
        help="step that is not done after all",
    )


def _evidence_arguments(parser: argparse.ArgumentParser) -> None:
    proof = parser.add_argument_group("evidence")
    proof.add_argument(
        "--evidence", metavar="URL|FILE", help="address or file; a file is identified by its hash"
    )
    proof.add_argument(
        "--stance",
        choices=("supports", "refutes", "context"),
        default="context",
        help="what it does to the claim (default: context)",
    )
    proof.add_argument("--title", default="", help="its title")
    proof.add_argument("--excerpt", default="", metavar="TEXT", help="the words that matter in it")
    proof.add_argument("--archived", metavar="URL", help="address of an archived copy")
    proof.add_argument("--source-type", default="", metavar="WORDS", help="document, expert, …")
    proof.add_argument(
        "--accessed", default="", metavar="DATE", help="when you saw it (default: today)"
    )
    proof.add_argument("--private-evidence", action="store_true", help="leave it out of exports")
    proof.add_argument("--passage", metavar="TEXT", help="words of the file that are the evidence")
    proof.add_argument(
        "--remove-evidence",
        type=int,
        metavar="N",
        help="piece of evidence to remove, counted from 1",
    )
    also = parser.add_argument_group("the same claim in another article")
    also.add_argument(
        "--also-in",
        metavar="FILE|URL",
        help="article that repeats the claim; --exact where its words differ",
    )
    _passage_arguments(also)  # type: ignore[arg-type]


def run(options: argparse.Namespace) -> int:
    """Print the claim's id once it is durable. Raises ReaderError."""
    if options.doing == "show":
        return _show(options)
    settings = settings_for(options)
    identity = _added(options, settings) if options.doing == "add" else _set(options, settings)
    print(identity)
    return 0


def _show(options: argparse.Namespace) -> int:
    from reader.cli.commands.claims import claim_document, claim_lines
    from reader.cli.under_review import notes_for_reading, the_claim
    from reader.review.second_reading import as_seen_by
    from reader.text.cells import printable

    settings = settings_for(options)
    with notes_for_reading(settings) as records:
        claim = the_claim(records, options.id)
        if options.format == "json":
            print(json.dumps(claim_document(claim, settings.me), ensure_ascii=False, indent=1))
            return 0
        for line in claim_lines(as_seen_by(claim, settings.me), claim, records):
            print(printable(line))
    for number, step in enumerate(claim.checklist, 1):
        done = f"done by {step.by or 'somebody'}, {step.at}" if step.at else "open"
        print(printable(f"    step {number}: {step.step} ({done})"))
    return 0


def _added(options: argparse.Namespace, settings: Settings) -> str:
    from reader.annotations.records import now
    from reader.cli.commands.annotate import passage
    from reader.cli.commands.queue import queues_of
    from reader.cli.under_review import admit, notes_for_reading, on_desk
    from reader.review.claims import claim_from, claim_on, neutral_wording

    if (options.item is None) == (options.exact is None):
        raise ReaderError("Name the passage of the claim: --item ID or --exact TEXT, one of them.")
    with notes_for_reading(settings) as records:
        (one,) = on_desk([options.file], settings, records)
    at = now()
    if options.item is not None:
        ((_, items),) = queues_of([one], settings.desk_words)
        found = [item for item in items if item.id.startswith(options.item)]
        if not options.item or len(found) != 1:
            raise ReaderError(
                f"There is no one item {options.item!r}; `reader queue FILE --all` lists them."
            )
        made = claim_from(one, found[0], creator=settings.me, at=at, checklist=settings.checklist)
    else:
        spans = [passage(one.text, options.exact, options.occurrence)]
        made = claim_on(
            one,
            spans,
            creator=settings.me,
            at=at,
            wording=neutral_wording(one.text, spans),
            checklist=settings.checklist,
            machine_visible=False,
        )
    made = _described(made, options, at)
    with open_notes(settings) as store:
        from dataclasses import replace

        review = admit(store, settings, one)
        store.put(replace(made, article_id=review.article_id), doing="claim")
    return made.id


def _described(claim: Claim, options: argparse.Namespace, at: str) -> Claim:
    """Return the claim with the fields that options of both commands give."""
    from dataclasses import replace

    from reader.review.claims import partial_date, with_status

    given: dict[str, object] = {"modified": at}
    for option, field in (
        ("claim", "claim"),
        ("claimant", "claimant"),
        ("assignee", "assignee"),
        ("private", "private"),
    ):
        value = getattr(options, option)
        if value is not None:
            given[field] = value
    if options.said_on is not None:
        given["said_on"] = partial_date(options.said_on)
    if options.said_at is not None:
        given["said_at"] = options.said_at or None
    if options.tag is not None:
        given["tags"] = tuple(dict.fromkeys((*claim.tags, *options.tag)))
    changed = replace(claim, **given)  # type: ignore[arg-type]
    return with_status(changed, options.status, at=at) if options.status else changed


def _set(options: argparse.Namespace, settings: Settings) -> str:
    from reader.annotations.records import now
    from reader.cli.under_review import the_claim

    with open_notes(settings) as store:
        claim: Claim = the_claim(store.records(kind="claim"), options.id)
        at = now()
        changed = _judged(_described(claim, options, at), options, settings, at)
        changed = _with_proof(changed, options, settings, store, at)
        if options.also_in is not None:
            _put_appearance(claim, options, settings, store, at)
        store.put(changed, doing="claim", basis=claim)
    return claim.id


def _judged(claim: Claim, options: argparse.Namespace, settings: Settings, at: str) -> Claim:
    from dataclasses import replace

    from reader.review.claims import assessed, finalised, step_done, unassessed, with_checklist
    from reader.review.scales import assess, scale_named

    if options.step or options.undo_step:
        claim = with_checklist(claim, settings.checklist)
    for step in options.step:
        claim = step_done(claim, step, by=settings.me, at=at)
    for step in options.undo_step:
        claim = step_done(claim, step, by=settings.me, at=at, done=False)
    if options.no_verdict:
        claim = unassessed(claim, settings.me, at=at)
    if options.verdict is not None:
        scale = scale_named(options.scale or settings.scale, settings.scales)
        given = assess(
            scale,
            options.verdict,
            reviewer=settings.me,
            at=at,
            explanation=options.explanation,
            detail=options.detail,
        )
        claim = assessed(claim, given, at=at)
    if options.final is not None:
        claim = finalised(claim, options.final, at=at)
    if options.review_url is not None:
        claim = replace(claim, review_url=options.review_url or None)
    return claim


def _with_proof(
    claim: Claim, options: argparse.Namespace, settings: Settings, store: Store, at: str
) -> Claim:
    from reader.review.claims import with_evidence, without_evidence

    if options.remove_evidence is not None:
        claim = without_evidence(claim, options.remove_evidence, at=at)
    if not any((options.evidence, options.passage, options.excerpt, options.title)):
        return claim
    return with_evidence(claim, _evidence(options, settings, store, at), at=at)


def _evidence(options: argparse.Namespace, settings: Settings, store: Store, at: str) -> Evidence:
    """Return an address, a local file with its hash, or a passage of another article."""
    from reader.annotations.records import Evidence
    from reader.review.claims import partial_date

    url, title, excerpt, digest = options.evidence, options.title, options.excerpt, None
    if options.passage is not None:
        if url is None:
            raise ReaderError("--passage needs --evidence FILE, the article it is in.")
        from reader.cli.commands.annotate import passage
        from reader.review.evidence import of_passage

        one = _another(url, store, settings)
        span = passage(one.text, options.passage, None)
        found = of_passage(one, span)
        url, title, excerpt = found.url, title or found.title, excerpt or found.excerpt
    elif url is not None:
        from reader.review.evidence import of_address

        found = of_address(url)
        url, title, digest = found.url, title or found.title, found.sha256
    return Evidence(
        url=url,
        archived=options.archived,
        title=title,
        excerpt=excerpt,
        stance=options.stance,
        source_type=options.source_type or ("article" if options.passage is not None else ""),
        accessed=partial_date(options.accessed) or at[:10],
        sha256=digest,
        private=options.private_evidence,
    )


def _put_appearance(
    claim: Claim, options: argparse.Namespace, settings: Settings, store: Store, at: str
) -> None:
    from reader.cli.commands.annotate import passage
    from reader.cli.under_review import admit
    from reader.review.claims import appearance_of

    one = _another(options.also_in, store, settings)
    span = passage(one.text, options.exact or claim.anchor.exact, options.occurrence)
    review = admit(store, settings, one)
    store.put(appearance_of(claim, review, [span], creator=settings.me, at=at), doing="appearance")


def _another(file: str, store: Store, settings: Settings) -> AnnotatedArticle:
    """Another article, opened for a passage of it: what is found in it does not matter."""
    from reader.annotations.articles import known_article
    from reader.review.annotated_article import annotated

    article = article_at(file, settings)
    return annotated(article, record=known_article(store.articles(), article))
