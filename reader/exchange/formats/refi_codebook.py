"""REFI-QDA codebook (.qdc), out and in: the tree of tags with descriptions and colours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TextIO

from lxml import etree

from reader.annotations.records import CODEBOOK, ArticleRecord, Tag
from reader.exchange.arrival import Arrival
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.losses import Loss, Losses
from reader.exchange.refi_codes import ORIGIN, Codes, CodeTree, as_file, parsed
from reader.review.annotated_article import AnnotatedArticle

SPACE = "urn:QDA-XML:codebook:1.0"


def write(
    articles: Iterable[AnnotatedArticle], out: TextIO, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    """Return the tags of the articles' records and of the codebook."""
    losses = Losses()
    tree = CodeTree(given.codebook, losses)
    for article in articles:
        for record in (article.record, *article.records.in_order):
            for tag in record.tags:
                tree.of_tag(tag)
    codes = tree.written(SPACE)
    if codes is None:
        losses.add("codebook without a tag [was|were] written: T tags a note")
        codes = etree.Element(f"{{{SPACE}}}Codes")
    root = etree.Element(f"{{{SPACE}}}CodeBook", nsmap={None: SPACE}, origin=ORIGIN)
    root.append(codes)
    out.write(as_file(root))
    return losses.messages()


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    """Yield one arrival that holds the tags. Raises ValueError for other XML."""
    root = parsed(path.read_bytes())
    if etree.QName(root).localname != "CodeBook":
        raise ValueError("it is no REFI-QDA codebook")
    sets = sum(1 for _ in root.iter("{*}Set"))
    losses.add("set[s] of codes [was|were] skipped", sets)
    yield codebook_of(Codes(root))


def codebook_of(codes: Codes, used: Collection[str] = ()) -> Arrival:
    """Return the records of the codebook as they arrive.

    Those of tags that are ``used``, or are above another one, only where they say more.
    """
    article = ArticleRecord(article_id=CODEBOOK, id=CODEBOOK)
    implied = {*used, *(name.rpartition("/")[0] for name in codes.tags.values())}
    records = (each for each in codes.records if _says_more(each) or each.name not in implied)
    return Arrival(article, None, tuple(records))


def _says_more(tag: Tag) -> bool:
    return bool(tag.description or tag.colour)
