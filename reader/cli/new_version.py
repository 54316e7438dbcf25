"""New versions of stories in the library, reported and joined on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.cli.narration import tell
from reader.text.local_day import local_day

if TYPE_CHECKING:
    from reader.annotations.records import ArticleRecord
    from reader.article.article import Article
    from reader.config import Settings

_LONGEST = 60


def new_version_argument(parser: argparse.ArgumentParser) -> None:
    """``--new-version``, for commands that bring an article to the desk or look it up there."""
    parser.add_argument(
        "--new-version",
        action="store_true",
        help="join the article to the earlier version of its story in the library",
    )


def known_or_earlier(
    article: Article, articles: Sequence[ArticleRecord], settings: Settings, *, take: bool
) -> ArticleRecord | None:
    """Return the article's record; with ``take``, of a new version that of the story it belongs to.

    A likely earlier version is reported on standard error.
    """
    from reader.annotations.articles import known_article
    from reader.annotations.versions import earlier_version
    from reader.article.story_prints import StoryPrints

    known = known_article(articles, article)
    if known is not None:
        return known
    earlier = earlier_version(
        article, articles, StoryPrints(settings.story_prints), settings.library.texts
    )
    if earlier is None:
        return None
    title = " ".join(earlier.record.title.split()) or "an article without a title"
    title = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
    seen = local_day(earlier.record.revisions[-1].seen)
    if take:
        remark = f"taken for a new version of “{title}” of {seen}"
    else:
        remark = f"this looks like a new version of “{title}” of {seen}; --new-version takes it so"
    tell(f"{remark}.")
    return earlier.record if take else None
