"""What agencies send as XML: NITF, and NewsML 1 and G2 with the story in markup or plain text.

Entities are not resolved and nothing is loaded from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reader.article.article import Article, ArticleError
from reader.article.composed_text import ComposedText
from reader.article.loaders import newsml_1
from reader.article.loaders.agency_status import status_notices
from reader.article.loaders.bylines import names_of
from reader.article.loaders.clean_markup import Element, MarkupWriter, fragment, words_of
from reader.article.loaders.formulas import local_name
from reader.article.loaders.inline_markup import drop
from reader.article.loaders.plain_text import first_words
from reader.article.newswire import refined
from reader.article.paragraphs import paragraphs
from reader.article.source import Source

NITF = "nitf 1"
NEWSML = "newsml-g2 1"
NEWSML_1 = "newsml 1"
_MARKUP = re.compile(r"<(?:p|br|div|h\d|ul|ol|table|blockquote|span|strong|em|b|i|a)\b[^<>]*>")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def load(source: Source) -> Article:
    """Return the article of a NITF or NewsML-G2 document; ArticleError when there is none in it."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(source.data, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ArticleError(
            f"{source.name} is damaged XML; ask its sender for it once more."
        ) from None
    name = local_name(root)
    if name == "nitf":
        return _of_nitf(source, root)
    if name in ("newsitem", "newsmessage", "packageitem"):
        return _of_newsml(source, root)
    if name == "newsml":
        return _of_newsml_1(source, root)
    raise ArticleError(
        f"{source.name} is XML of a kind that reader does not know (its root is {name}); "
        "save the article as a web page or as plain text."
    )


def _of_nitf(source: Source, root: Element) -> Article:
    headline = words_of(_first(root, "hl1")) or words_of(_first(root, "title"))
    issued = _first(root, "date.issue")
    published = _iso(issued.get("norm")) if issued is not None else None
    holder = _first(root, "doc.copyright")
    pubdata = _first(root, "pubdata")
    outlet = words_of(_first(root, "distributor")) or next(
        (each.get(key) for each, key in ((holder, "holder"), (pubdata, "name"))
         if each is not None and each.get(key)), None,
    )  # fmt: skip
    body = _first(root, "body")
    language = root.get(_LANGUAGE) or (body.get(_LANGUAGE) if body is not None else None)
    composed = ComposedText()
    docdata, release = _first(root, "docdata"), _first(root, "date.release")
    status = docdata.get("management-status") if docdata is not None else None
    until = _iso(release.get("norm")) if release is not None else None
    embargoed = (status or "").lower() == "embargoed"
    for notice in status_notices(status, until if embargoed else None):
        source = _with_notice(source, notice)
    authors = _nitf_body(composed, root, headline)
    return _article(
        source, composed, NITF,
        headline=headline, authors=authors, outlet=outlet, published=published, language=language,
    )  # fmt: skip


def _nitf_body(composed: ComposedText, root: Element, headline: str) -> tuple[str, ...]:
    """Write the story of a NITF document; its authors come back."""
    composed.block("headline", headline)
    above = _first(root, "hedline")
    for each in _every(above, "hl2") if above is not None else ():
        composed.block("heading", words_of(each), 2)
    authors: list[str] = []
    for byline in _every(root, "byline"):
        titles = [words_of(each) for each in _every(byline, "byttl")]
        for each in list(_every(byline, "byttl")):
            drop(each)
        composed.block("byline", ", ".join(filter(None, (words_of(byline), *titles))))
        people = [words_of(person) for person in _every(byline, "person")]
        authors += people or list(names_of(words_of(byline)))
    composed.block("dateline", _dateline(_first(root, "dateline")))
    content = _first(root, "body.content")
    if content is not None:
        MarkupWriter(composed, headline=headline).write(content)
    composed.block("credit", words_of(_first(root, "tagline")))
    return tuple(dict.fromkeys(name for name in authors if name))


def _dateline(element: Element | None) -> str:
    """Return the words of a dateline, its place and date separated by a comma at least."""
    if element is None:
        return ""
    for date in list(_every(element, "story.date")):
        before = date.getprevious()
        words = (before.tail if before is not None else date.getparent().text) or ""
        if not words.strip() and (before is not None or words_of(element) != words_of(date)):
            date.text = f", {(date.text or '').lstrip()}"
    return " ".join(words_of(element).replace(" ,", ",").split())


def _of_newsml_1(source: Source, root: Element) -> Article:
    found = newsml_1.items(root)
    if not found:
        raise ArticleError(f"{source.name} holds no story as text; open the story itself.")
    item = found[0]
    for notice in item.notices:
        source = _with_notice(source, notice)
    if len(found) > 1:
        source = _with_notice(source, f"It holds {len(found)} stories; the first is shown.")
    composed = ComposedText()
    inner = _first(item.story, "nitf")
    if inner is not None:
        authors = _nitf_body(composed, inner, words_of(_first(inner, "hl1")) or item.headline)
    else:
        composed.block("headline", item.headline)
        composed.block("byline", item.byline)
        composed.block("dateline", item.dateline)
        body = _first(item.story, "body")
        _story_body(composed, body if body is not None else item.story, item.headline)
        authors = ()
    return _article(
        source, composed, NEWSML_1,
        headline=item.headline, authors=authors or names_of(item.byline),
        outlet=item.outlet or None, published=_iso(item.published) or None,
        language=item.language or None,
    )  # fmt: skip


def _story_body(composed: ComposedText, story: Element, headline: str) -> None:
    """Write a story that is markup, escaped markup, or plain text with blank lines."""
    plain = "".join(story.itertext()).replace("\r\n", "\n")
    if len(story):
        MarkupWriter(composed, headline=headline).write(story)
        return
    root = fragment(plain) if _MARKUP.search(plain) else None
    if root is not None:
        MarkupWriter(composed, headline=headline).write(root)
        return
    for each in paragraphs(plain):
        composed.block("paragraph", " ".join(plain[each.start : each.end].split()))


def _of_newsml(source: Source, root: Element) -> Article:
    items = [each for each in (root, *_every(root, "newsItem")) if local_name(each) == "newsitem"]
    stories = [item for item in dict.fromkeys(items) if _story(item) is not None]
    if not stories:
        raise ArticleError(f"{source.name} holds no story as text; open the story itself.")
    item = stories[0]
    meta = _first(item, "contentMeta")
    about = meta if meta is not None else item
    headline = words_of(_first(about, "headline"))
    language = _first(about, "language")
    created = next(
        (words_of(each) for each in (
            _first(about, "contentCreated"), _first(item, "versionCreated")) if each is not None),
        None,
    )  # fmt: skip
    outlet = words_of(_first(about, "infoSource")) or words_of(_first(about, "creditline"))
    # A creator is often a login name; what is printed above the story is in ``by``.
    authors = tuple(
        name for each in _every(about, "by") for name in names_of(words_of(each))
    ) or tuple(
        words_of(_first(each, "name")) or words_of(each) for each in _every(about, "creator")
    )
    status, embargo = _first(item, "pubStatus"), _first(item, "embargoed")
    for notice in status_notices(
        status.get("qcode") or status.get("uri") if status is not None else None,
        words_of(embargo) if embargo is not None else None,
    ):
        source = _with_notice(source, notice)
    composed = ComposedText()
    story = _story(item)
    if local_name(story) == "nitf":
        inner = _nitf_body(composed, story, words_of(_first(story, "hl1")) or headline)
        authors = authors or inner
    else:
        composed.block("headline", headline)
        _story_body(composed, story, headline)
    if len(stories) > 1:
        source = _with_notice(source, f"It holds {len(stories)} stories; the first is shown.")
    return _article(
        source, composed, NEWSML,
        headline=headline, authors=tuple(name for name in authors if name), outlet=outlet,
        published=created or None, language=language.get("tag") if language is not None else None,
    )  # fmt: skip


def _story(item: Element) -> Element | None:
    """Return the story in an item: the root of its inline XML, or its inline data."""
    inline = _first(item, "inlineXML")
    if inline is not None and len(inline):
        html_body = _first(inline, "body")
        return inline[0] if local_name(inline[0]) == "nitf" or html_body is None else html_body
    every = (each for each in _every(item, "inlineData") if words_of(each))
    return next(every, None)


def _article(
    source: Source,
    composed: ComposedText,
    loader: str,
    *,
    headline: str,
    authors: tuple[str, ...],
    outlet: str | None,
    published: str | None,
    language: str | None,
) -> Article:
    if all(block.kind == "headline" for block in composed.blocks):
        raise ArticleError(f"{source.name} holds no story; there is nothing to read.")
    text = composed.text()
    structure = refined(text, composed.blocks)
    return Article(
        text=text,
        blocks=structure.blocks,
        title=headline or structure.title or first_words(text),
        location=source.location,
        loader=loader,
        authors=authors or structure.authors,
        outlet=outlet or structure.outlet,
        published=published,
        language=language,
        links=composed.links_in_order(),
        notices=source.notices,
    )


def _with_notice(source: Source, notice: str) -> Source:
    return replace(source, notices=(*source.notices, notice))


def _every(root: Element, name: str) -> Iterator[Element]:
    wanted = name.lower()
    return (each for each in root.iterdescendants() if local_name(each) == wanted)


def _first(root: Element | None, name: str) -> Element | None:
    return next(_every(root, name), None) if root is not None else None


def _iso(date: str | None) -> str | None:
    """Return ``20261114T063000Z`` as ``2026-11-14T06:30:00Z``; other forms as they are."""
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(.*))?", date or "")
    if match is None:
        return date
    year, month, day, hour, minute, second, zone = match.groups()
    clock = f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else ""
    return f"{year}-{month}-{day}{clock}"
