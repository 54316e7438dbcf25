"""``reader review``.

The queue on the screen, or with ``--plain`` as prompts, one statement at a time.

The conversation is made for screen readers and for slow lines: no cursor movement, no colour,
nothing overwritten.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from reader.cli.desk import offline_argument, open_notes, settings_for
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.config import Settings

KEYS = """a accept; x dismiss; s or Enter skip; c make a claim.
A number gives a verdict by the scale and makes the claim it is about.
Words behind a, x or a number are the reason: 5 the port says 15.
S NAME corrects the speaker, S alone sets it to unknown.
W WORDS corrects the passage, word by word as the article has it.
e ADDRESS adds evidence to the claim on the item; e supports ADDRESS or e refutes ADDRESS says
what it does.
? says why it is in the queue; t prints its context; b goes back one.
u undoes the last change; p says how much is left; v lists the scale;
h prints this help; q ends."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="*", metavar="FILE|URL", help="articles (default: all in the library)"
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        help="use prompts, one statement at a time, instead of the screen",
    )
    parser.add_argument(
        "--all", action="store_true", help="list all statements, not only those most worth checking"
    )
    parser.add_argument(
        "--again", action="store_true", help="include statements that are already decided"
    )
    parser.add_argument(
        "--second",
        action="store_true",
        help="review the claims that need a second verdict from you",
    )
    parser.add_argument(
        "--scale", default="", metavar="NAME", help="verdict scale (default: from config.toml)"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="output format (default: text); json prints decisions, prompts go to standard error",
    )
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Raise ArticleError, ModelError, ScaleError, StoreError."""
    settings = settings_for(options)
    if not options.plain:
        return _on_screen(options, settings)
    out = sys.stderr if options.format == "json" else sys.stdout
    decided = _second(options, settings, out) if options.second else _first(options, settings, out)
    if options.format == "json":
        print(json.dumps({"schema": 1, "decided": decided}, ensure_ascii=False, indent=1))
    return 0


def _on_screen(options: argparse.Namespace, settings: Settings) -> int:
    """Review mode of the screen, on the first article named."""
    from dataclasses import replace

    from reader.cli.commands.read import open_screen
    from reader.review.scales import scale_named

    if not sys.stdout.isatty():
        raise ReaderError("The screen needs a terminal; `reader review --plain` needs none.")
    if options.all or options.again or options.second or options.format == "json":
        raise ReaderError(
            "--all, --again, --second and --format belong to `reader review --plain`."
        )
    if not options.files:
        raise ReaderError("Name the article to review; `reader list` lists the library.")
    scale = scale_named(options.scale or settings.scale, settings.scales)
    return open_screen(replace(settings, scale=scale.name), options.files, review=True)


def _first(options: argparse.Namespace, settings: Settings, out: object) -> list[dict[str, str]]:
    from reader.cli.commands.queue import queues_of
    from reader.cli.conversation import Conversation
    from reader.cli.prior_checks import checked_before
    from reader.cli.triage_prompt import TriagePrompt
    from reader.cli.under_review import notes_for_reading, on_desk
    from reader.review.queue import few
    from reader.review.scales import scale_named

    scale = scale_named(options.scale or settings.scale, settings.scales)
    with notes_for_reading(settings) as records:
        queues = queues_of(on_desk(options.files, settings, records), settings.desk_words)
    talk = Conversation(sys.stdin, out)  # type: ignore[arg-type]
    with open_notes(settings) as store:
        prompt = TriagePrompt(talk, store, settings, scale, KEYS)
        for one, items in queues:
            chosen = items if options.all else few(items)
            left = [item for item in chosen if options.again or not item.decided]
            prompt.go_through(one, left, checked_before(left, store.records(), settings))
            if talk.ended:
                break
    if not queues:
        talk.say("No article is on the desk; name a FILE.")
    talk.say(prompt.summary())
    return prompt.decided


def _second(options: argparse.Namespace, settings: Settings, out: object) -> list[dict[str, str]]:
    from reader.annotations.records import Claim
    from reader.cli.conversation import Conversation
    from reader.cli.prior_checks import checks_like
    from reader.cli.second_prompt import SecondPrompt
    from reader.review.said_before import wording_of
    from reader.review.scales import scale_named
    from reader.review.second_reading import awaits_second

    scale = scale_named(options.scale or settings.scale, settings.scales)
    talk = Conversation(sys.stdin, out)  # type: ignore[arg-type]
    with open_notes(settings) as store:
        claims = [
            each
            for each in store.records(kind="claim")
            if isinstance(each, Claim) and awaits_second(each, settings.me)
        ]
        prompt = SecondPrompt(talk, store, settings, scale)
        texts = {claim.id: wording_of(claim) for claim in claims}
        prompt.go_through(claims, checks_like(texts, store.records(), settings))
    return prompt.decided
