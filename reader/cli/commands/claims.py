"""``reader claims``: the claims on the desk with their verdicts, and where two people differ."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reader.annotations.conditions import of_records
from reader.annotations.record_json import to_document
from reader.annotations.records import Appearance, Claim
from reader.cli.choosing import selection, selection_arguments
from reader.cli.desk import saved_documents, settings_for
from reader.cli.narration import tell
from reader.cli.printing import format_argument
from reader.exchange.selection import select
from reader.text.cells import printable
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.annotations.records import Assessment, Claim, Record
    from reader.review.second_reading import Comparison


def arguments(parser: argparse.ArgumentParser) -> None:
    format_argument(parser)
    parser.add_argument(
        "--disagreements",
        action="store_true",
        help="only claims on which two verdicts differ, with both reasons",
    )
    parser.add_argument("--assignee", default="", metavar="PERSON", help="assigned to this person")
    selection_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """1 with ``--disagreements`` when there are any. Raises StoreError."""
    from reader.review.second_reading import as_seen_by, disagreements

    settings = settings_for(options)
    chosen = select(saved_documents(settings), selection(options)).records
    theirs = of_records(kinds=["claim"], assignee=options.assignee)
    claims = [each for each in chosen if isinstance(each, Claim) and theirs(to_document(each))]
    if options.disagreements:
        found = disagreements(claims)
        _print_disagreements(found, as_json=options.format == "json")
        return 1 if found else 0
    if options.format == "json":
        print(
            json.dumps(
                [claim_document(each, settings.me) for each in claims], indent=1, ensure_ascii=False
            )
        )
        return 0
    for claim in claims:
        lines = claim_lines(as_seen_by(claim, settings.me), claim, chosen)
        print("\n".join(map(printable, lines)))
    if not claims:
        tell("No claims; `reader claim add` makes one.")
    return 0


def claim_document(claim: Claim, reviewer: str) -> dict[str, object]:
    """Return the claim as it is stored, but for verdicts that the reviewer may not see yet."""
    from reader.review.second_reading import as_seen_by, hidden_verdicts

    document = to_document(as_seen_by(claim, reviewer))
    hidden = hidden_verdicts(claim, reviewer)
    return document | {"hidden_verdicts": hidden} if hidden else document


def claim_lines(seen: Claim, claim: Claim, records: Sequence[Record]) -> Iterator[str]:
    """Yield a claim in a few lines; ``seen`` is what of it may be shown."""
    who = f"{claim.claimant}: " if claim.claimant else ""
    yield f"{claim.status:<13} {who}{claim.claim or '“' + _plain(claim.anchor.exact) + '”'}"
    when = f", said {claim.said_on}" if claim.said_on else ""
    yield f"    “{_plain(claim.anchor.exact)}”{when} (id {claim.id})"
    hidden = len(claim.assessments) - len(seen.assessments)
    for each in seen.assessments:
        yield f"    {_verdict(each)}{' (final)' if each.reviewer == seen.final else ''}"
    if hidden:
        yield "    The first verdict is hidden until you give yours."
    for number, one in enumerate(claim.evidence, 1):
        source = " ".join(filter(None, (one.title or _plain(one.excerpt), one.url)))
        yield f"    {number}. {one.stance}: {source}"
    steps = sum(bool(step.at) for step in claim.checklist)
    if claim.checklist:
        yield f"    checklist {steps} of {len(claim.checklist)}"
    also = sum(isinstance(one, Appearance) and one.claim_id == claim.id for one in records)
    if also:
        yield f"    also in {counted(also, 'other passage')}"


def _verdict(each: Assessment) -> str:
    reason = f": {_plain(each.explanation)}" if each.explanation else ""
    return f"{each.label} says {each.reviewer or 'somebody without a name'}{reason}"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _print_disagreements(found: Sequence[Comparison], *, as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "claim": each.claim.id,
                "other_claim": each.other.id if each.other else None,
                "text": each.claim.claim,
                "distance": each.distance,
                "verdicts": [
                    {
                        "reviewer": one.reviewer,
                        "scale": one.scale,
                        "label": one.label,
                        "explanation": one.explanation,
                        "at": one.at,
                    }
                    for one in (each.first, each.second)
                ],
            }
            for each in found
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for each in found:
        ids = each.claim.id if each.other is None else f"{each.claim.id} and {each.other.id}"
        print(printable(f"{each.claim.claim} (id {ids})"))
        for one in (each.first, each.second):
            print(printable(f"    {_verdict(one)}"))
    if not found:
        print("No two verdicts differ.")
