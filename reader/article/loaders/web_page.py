"""A web page: the article's text out of all that is around it.

Text and metadata are trafilatura's, the date htmldate's. Comments, navigation and cookie notices
are left out; headings, lists, block quotations, tables (a line for each row) and captions become
blocks; the headline occurs once, first.
"""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from reader.article.article import Article, ArticleError
from reader.article.bare_links import bare_links
from reader.article.loaders.lost_paragraphs import restore_paragraphs
from reader.article.loaders.merged_paragraphs import part_merged
from reader.article.loaders.page_dates import with_own_dates
from reader.article.loaders.page_marks import HELD_SPACE
from reader.article.loaders.page_tree import Element, PageTree, words_of
from reader.article.loaders.page_words import PageWords
from reader.article.loaders.page_writer import composed_page
from reader.article.loaders.plain_text import first_words
from reader.article.loaders.publication_date import published
from reader.article.loaders.second_copy import drop_second_copy
from reader.article.loaders.structured_data import article_data
from reader.article.newswire import refined
from reader.article.paragraphs import paragraphs
from reader.article.source import Source

NAME = "web page 3"
LARGEST_PAGE = 8 * 1024 * 1024
"""Characters of markup; no article's page is longer, and the extractor takes its time."""

MOST_IN_ONE = 40_000
"""Elements side by side in one; with more the extractor would take minutes."""

NO_BREAK_SPACE = "\u00a0"
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_DOT = re.compile(r"\s?[·•|]\s")
_WRITTEN = re.compile(
    r"(?:words|text|story|report(?:ing)?|written)(?: by)?:?\s+(?=\S)", re.IGNORECASE
)
_NO_AUTHOR = re.compile(
    r"(?:published|updated|posted|last (?:updated|modified)|photo(?:graph)?(?:s|y)?|pictures?"
    r"|images?|illustrations?|video|graphics?|fotos?|bilder|aktualisiert|veröffentlicht|publié)\b",
    re.IGNORECASE,
)
"""What a byline holds besides its writers: when it was published, and who took the pictures."""
_PAYWALL = re.compile(r'"isAccessibleForFree"\s*:\s*"?[Ff]alse')
_FEW_WORDS = 200
"""A page that is not free to read and has fewer holds the beginning alone."""
_NEXT_TO_NOTHING = 60
_FRACTION = 6
"""How many times the words found a page must have in sentences for it to be read once more."""
_BEGINNING = 60
"""Letters by which it is seen where a text is from."""
_MUCH_MORE = 1.3
"""By how much longer another answer must be to be taken."""
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")


def load(source: Source) -> Article:
    """Return the article of a page; ArticleError when there is none on it."""
    page = _tree(source)
    about = _about(page, source.address)
    page.prepare()
    words = PageWords(page.root)
    body = _body(page, about.base, source.text)
    if body is None:
        raise _no_article(source, page.feed(about.base))
    body = _as_data(body, page, words)
    part_merged(body, page.root)
    restore_paragraphs(body, page.root, set(page.standfirst))
    title = page.headline or about.title
    drop_second_copy(body)
    composed = words.respaced(composed_page(page, body, title))
    words.lay_links(composed, about.base or "")
    title = (title or "").replace(HELD_SPACE, NO_BREAK_SPACE)
    if not any(block.kind not in ("headline", "caption") for block in composed.blocks):
        raise _no_article(source, page.feed(about.base))
    text = composed.text().replace(HELD_SPACE, NO_BREAK_SPACE)
    structure = refined(text, composed.blocks, captions_marked=True)
    taken = {link.start for link in composed.links}
    every = [*composed.links, *(each for each in bare_links(text) if each.start not in taken)]
    notices = source.notices
    if _PAYWALL.search(source.text) and len(text.split()) < _FEW_WORDS:
        notices += ("The page says that it is not free to read; only its beginning may be here.",)
    return Article(
        text=text,
        blocks=structure.blocks,
        title=title or structure.title or first_words(text),
        location=source.location,
        loader=NAME,
        encoding=source.encoding,
        authors=about.authors or structure.authors,
        outlet=about.outlet or structure.outlet,
        published=about.published,
        url=about.url,
        language=about.language,
        links=tuple(sorted(every, key=lambda link: (link.start, link.end))),
        notices=notices,
    )


def _tree(source: Source) -> PageTree:
    if len(source.text) > LARGEST_PAGE:
        raise ArticleError(
            f"{source.name} is a web page of more than {LARGEST_PAGE // 1024**2} MiB; "
            "save the article alone as plain text."
        )
    try:
        page = PageTree(source.text)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise _no_article(source) from None
    if any(len(element) > MOST_IN_ONE for element in page.root.iter()):
        raise ArticleError(
            f"{source.name} is a web page of more than {MOST_IN_ONE:,} paragraphs; "
            "save the article alone as plain text."
        )
    return page


def _no_article(source: Source, feed: str | None = None) -> ArticleError:
    """Return ``feed`` is what a front page offers instead."""
    do = (
        f"`reader show {feed}` lists its feed" if feed else "open it in a browser and save its text"
    )
    return ArticleError(f"No article was found on the page {source.name}; {do}.")


@dataclass(frozen=True, slots=True)
class _About:
    """What a page says of itself; ``base`` is what its links are relative to."""

    title: str | None
    authors: tuple[str, ...]
    outlet: str | None
    published: str | None
    url: str | None
    language: str | None
    base: str | None


def _about(page: PageTree, address: str) -> _About:
    """Return the metadata. A date is taken from what marks itself as one, never from mere words."""
    from trafilatura.metadata import extract_metadata

    _hush()
    at = address if _ADDRESS.match(address) else None
    url = _canonical(page, at)
    tree = with_own_dates(copy.deepcopy(page.root))
    found = extract_metadata(tree, default_url=url or at, extensive=False)
    stated = article_data(page.root)
    lang = words_of(page.root.get("lang") or page.root.get("xml:lang") or "")
    locale = page.meta("og:locale") or ""
    return _About(
        title=words_of(found.title or page.root.findtext(".//title") or "") or None,
        authors=_names(found.author) or stated.authors,
        outlet=words_of(found.sitename or "") or stated.outlet,
        published=published(page, stated.published, found.date, url or at),
        url=url or at,
        language=lang or locale.replace("_", "-") or stated.language,
        base=url or at,
    )


def _body(page: PageTree, url: str | None, markup: str) -> Element | None:
    """Return the article as trafilatura finds it in the prepared page.

    Where that is next to nothing, or a fraction of the sentences on the page, it is asked for more
    and shown the page as it came, and the longest answer is taken.
    """
    best = _extracted(page.root, url)
    words = _length(best)
    wanted = page.sentence_words()
    enough = words > _NEXT_TO_NOTHING and 2 * words > wanted
    little = words <= _NEXT_TO_NOTHING or _FRACTION * words < wanted
    if enough or not (little or words < _FEW_WORDS):
        return best
    others: tuple[Callable[[], Element | None], ...] = (
        lambda: _extracted(page.root, url, recall=True),
        lambda: _extracted(PageTree(markup).without_clutter(), url) if little else None,
        lambda: _by_data(page.article_text()),
    )
    for other in others:
        found = other()
        if _length(found) > _MUCH_MORE * words + len((page.headline or "").split()):
            best, words = found, _length(found)
        if words > _NEXT_TO_NOTHING and 2 * words > wanted:
            break
    return best


def _extracted(root: Element, url: str | None, *, recall: bool = False) -> Element | None:
    from trafilatura import bare_extraction

    # The extractor changes the tree that it is given.
    found: Any = bare_extraction(
        copy.deepcopy(root), url=url, include_comments=False, favor_recall=recall
    )
    return found.body if found is not None else None


def _length(body: Element | None) -> int:
    """Return how many words; of writing without spaces two characters count as one."""
    text = "".join(body.itertext()) if body is not None else ""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2


def _as_data(body: Element, page: PageTree, words: PageWords) -> Element:
    """Return the body in the paragraphs of the page's data for machines.

    Where the words are of there.

    The extractor takes them from there when the page itself is built by scripts.
    """
    text = page.article_text()
    bare = "".join("".join(body.itertext()).split())[:_BEGINNING]
    if text and bare and bare not in words.bare and "".join(text.split()).startswith(bare):
        return _by_data(text)
    return body


def _by_data(text: str) -> Element | None:
    """Return the body of the text that the page gives as data for machines."""
    if not text:
        return None
    body = etree.Element("body")
    for part in paragraphs(text):
        paragraph = etree.SubElement(body, "p")
        paragraph.text = " ".join(text[part.start : part.end].split())
    return body


def _hush() -> None:
    """Silence the extractor's log, which would be written over the screen."""
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _canonical(page: PageTree, at: str | None) -> str | None:
    """Return the page's own address without what trackers append.

    None when it does not give one.
    """
    for tag in page.root.iter("link"):
        if "canonical" in (tag.get("rel") or "").lower().split() and tag.get("href"):
            try:
                address: str = urljoin(at or "", str(tag.get("href")).strip())
            except ValueError:
                continue
            if _names_a_page(address):
                return address
    address = page.meta("og:url") or ""
    return address if _names_a_page(address) else None


def _names_a_page(address: str) -> bool:
    """Whether a web address is more than an outlet's front page, which many pages give wrongly."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return _ADDRESS.match(address) is not None and bool(parts.path.strip("/") or parts.query)


def _names(author: str | None) -> tuple[str, ...]:
    parts = (words_of(part) for name in (author or "").split(";") for part in _DOT.split(name))
    names = (_WRITTEN.sub("", part) for part in parts if not _NO_AUTHOR.match(part))
    return tuple(dict.fromkeys(name for name in names if name and not _ADDRESS.match(name)))
