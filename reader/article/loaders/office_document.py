"""What a document of an office program becomes: its blocks, who signed it, and the article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reader.article.article import Article
from reader.article.block import BlockKind
from reader.article.composed_text import ComposedText
from reader.article.loaders.named_styles import is_date
from reader.article.loaders.numbered_lists import Numbering
from reader.article.loaders.plain_text import first_words
from reader.article.newswire import refined
from reader.article.source import Source


class OfficeDocument:
    """A document as it is composed; ``numbering`` counts the items of its lists.

    ``authors`` and ``published`` are what paragraphs in the styles of that name say.
    """

    def __init__(self, numbering: Numbering) -> None:
        self.composed = ComposedText()
        self.authors: list[str] = []
        self.published: str | None = None
        self.numbering = numbering

    def sign(self, kind: BlockKind, styles: Sequence[str], words: str) -> None:
        """Take author or date from a paragraph of ``words`` that is a byline by its styles."""
        if not words or kind != "byline":
            return
        if is_date(styles):
            self.published = words
        else:
            self.authors.append(words)

    def article(
        self, source: Source, loader: str, about: Mapping[str, str], notes: int = 0
    ) -> Article:
        """Return the article.

        ``about`` is the title, creator and language of its properties, ``notes`` how many
        footnotes and endnotes were left out.
        """
        text = self.composed.text()
        structure = refined(text, self.composed.blocks)
        creator = about.get("creator", "")
        return Article(
            text=text,
            blocks=structure.blocks,
            title=structure.title or about.get("title") or first_words(text),
            location=source.location,
            loader=loader,
            authors=tuple(self.authors) or structure.authors or ((creator,) if creator else ()),
            outlet=structure.outlet,
            published=self.published,
            language=about.get("language") or None,
            links=self.composed.links_in_order(),
            notices=(*source.notices, *_left_out(notes)),
        )


def _left_out(notes: int) -> tuple[str, ...]:
    if not notes:
        return ()
    shown = "1 footnote, which is" if notes == 1 else f"{notes:,} footnotes, which are"
    return (f"The document has {shown} not shown.",)
