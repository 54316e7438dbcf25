"""``reader annotate FILE --exact TEXT``: a note or highlight without opening the screen."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.annotations.about_article import ABOUT, ARTICLE, headline_of
from reader.annotations.articles import admitted, known_article
from reader.annotations.records import Mark, new_id, now
from reader.article.anchor import anchor
from reader.cli.desk import article_at, offline_argument, open_notes, settings_for
from reader.cli.new_version import known_or_earlier, new_version_argument
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.text.span import Span


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE|URL", help="file or web address of an article; - reads standard input"
    )
    parser.add_argument(
        "--exact",
        metavar="TEXT",
        help="the exact words of the passage (without it --note is on the whole article)",
    )
    parser.add_argument(
        "--occurrence",
        type=int,
        metavar="N",
        help="which occurrence, counted from 1, where there are several",
    )
    parser.add_argument(
        "--kind",
        choices=("note", "highlight"),
        help="kind of mark (default: note with --note, else highlight)",
    )
    parser.add_argument("--note", default="", metavar="MARKDOWN", help="text of the note")
    parser.add_argument(
        "--tag", action="append", default=[], metavar="TAG", help="tag to add; may be repeated"
    )
    parser.add_argument("--private", action="store_true", help="leave it out of exports")
    new_version_argument(parser)
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print the record's id once it is durable. ReaderError when the passage is not clear."""
    settings = settings_for(options)
    whole = options.exact is None
    if whole and (not options.note or options.occurrence is not None or options.kind):
        raise ReaderError("Give --exact TEXT for a passage, or --note alone for the whole article.")
    article = article_at(options.file, settings)
    if whole and not article.text.strip():
        raise ReaderError("The article has no words to put a note on.")
    span = (
        headline_of(article.text)
        if whole
        else passage(article.text, options.exact, options.occurrence)
    )
    with open_notes(settings) as store:
        at = now()
        known = known_or_earlier(article, store.articles(), settings, take=options.new_version)
        record = store.admit(
            lambda articles: admitted(
                known_article(articles, article) or known, article, creator=settings.me, at=at
            )
        )
        settings.library.texts.keep(article.text, article.fingerprint)
        mark = Mark(
            article_id=record.article_id,
            id=new_id(),
            kind=options.kind or ("note" if options.note else "highlight"),
            creator=settings.me,
            created=at,
            modified=at,
            tags=tuple(options.tag),
            private=options.private,
            machine_visible=False,
            anchor=anchor(article.text, [span], article.fingerprint),
            body=options.note,
            extra={ABOUT: ARTICLE} if whole else {},
        )
        store.put(mark, doing=mark.kind)
    print(mark.id)
    return 0


def passage(text: str, exact: str, occurrence: int | None) -> Span:
    """Return where ``exact`` is in ``text``, counted from 1.

    Raises ReaderError when it does not, or occurs there several times and none is chosen.
    """
    from reader.text.find import exact_hits

    if not exact:
        raise ReaderError("--exact is empty; give the passage word by word.")
    found = exact_hits(text, exact)
    if not found:
        raise ReaderError("The passage is not in the article; copy it as `reader show` prints it.")
    if occurrence is None and len(found) > 1:
        raise ReaderError(f"The passage occurs {len(found)} times; choose one with --occurrence N.")
    number = 1 if occurrence is None else occurrence
    if not 1 <= number <= len(found):
        raise ReaderError(f"There is no occurrence {number}; they are counted 1 to {len(found)}.")
    return found[number - 1]
