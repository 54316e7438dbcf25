"""An article under a headline that its source gives apart from its text."""

from __future__ import annotations

from dataclasses import replace

from reader.article.article import Article
from reader.article.block import Block


def headed(article: Article, headline: str) -> Article:
    """Return ``article`` with ``headline`` as its only headline.

    As it is where there is none to give.
    """
    if not headline:
        return article
    first = article.blocks[0] if article.blocks else None
    if first is not None and _words(article, first).casefold() == headline.casefold():
        return replace(
            article,
            title=headline,
            blocks=(replace(first, kind="headline", level=0), *article.blocks[1:]),
        )
    by = len(headline) + 2
    return replace(
        article,
        text=f"{headline}\n\n{article.text}",
        title=headline,
        blocks=(
            Block("headline", 0, len(headline)),
            *(_moved(each, by) for each in article.blocks),
        ),
        links=tuple(
            replace(each, start=each.start + by, end=each.end + by) for each in article.links
        ),
    )


def _moved(block: Block, by: int) -> Block:
    again = None if block.duplicate_of is None else block.duplicate_of + 1
    moved = replace(block, start=block.start + by, end=block.end + by, duplicate_of=again)
    return replace(moved, kind="heading", level=2) if block.kind == "headline" else moved


def _words(article: Article, block: Block) -> str:
    return " ".join(article.text[block.start : block.end].split())
