"""The tree of a web page, put in order before the article's text is taken out of it.

The extractor keeps paragraphs, headings and lists well; it loses captions, and it takes the first
entry of a live blog for the whole article. So captions become marked paragraphs, entries become
plain sections, and the headline is taken out, with the section names that stand above it.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from lxml import html

from reader.article.loaders.clean_markup import words_of as spaced_words
from reader.article.loaders.deep_markup import parsed
from reader.article.loaders.inline_markup import settle_inline
from reader.article.loaders.live_blog import settle_entries
from reader.article.loaders.old_markup import renew
from reader.article.loaders.page_blocks import settle_blocks
from reader.article.loaders.page_clutter import drop_clutter
from reader.article.loaders.page_dates import date_beside
from reader.article.loaders.page_marks import (
    HELD_SPACE,
    caption_mark,
    caption_number,
    has_caption,
)
from reader.article.loaders.standfirst import standfirst
from reader.article.loaders.structured_data import article_text

Element = Any
"""A node of lxml, which has no types of its own."""

_SPACE = re.compile(r"[\s\x00-\x1f\x7f\ufffe\uffff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROL_REFERENCE = re.compile(r"&#(?:x0*[01]?[0-9a-f]|0*[12]?\d|0*3[01]);", re.IGNORECASE)
"""Characters that a tree of XML cannot hold, as they are or as references."""
_SPACE_IN_NUMBER = re.compile(
    r"(?:[\u00a0\u2009\u202f](?<=\d.)"
    r"|&(?<=\d.)(?i:nbsp|thinsp|#160|#8201|#8239|#x0*(?:a0|2009|202f));)(?=\d{3}\b)"
)
"""Starts with what is rare: a search for each digit of a page would take far longer."""
_OWN_ENTITIES = re.compile(
    r"<!DOCTYPE\b[^\[<>]{0,400}\[(?:[^\]<]++|<(?!!DOCTYPE\b))*+\]\s*>", re.IGNORECASE
)
"""What a document type declares inside brackets: a parser of HTML takes the end of it for words."""
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_HOME = re.compile(r"(?:https?://[^/?#]+)?/?(?:index\.\w+)?", re.IGNORECASE)
_LETTERS = re.compile(r"\w+")
_LEAD = re.compile(r"teaser|lead|intro|standfirst|dek|summary|subtitle|chapo", re.IGNORECASE)
_LONGEST_CAPTION = 1000
_MOST_ABOVE_HEADLINE = 300
_LEAST_OF_SENTENCE = 60
_HEADINGS = ("h1", "h2", "h3")
_CLIMBED = ("p", "li", "ul", "ol", "blockquote", "a", "span", "em", "strong", "b", "i", "figure")
"""What a caption is taken out of, to stand before it."""
_FEWEST_WORDS = 12
_FURNITURE = ("footer", "aside", "nav", "form", "noscript")
_COMMENTS = re.compile(r"comment|disqus|related|cookie|consent|footer|sidebar", re.IGNORECASE)
_CAPTION_CLASS = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' wp-caption-text ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' image-caption ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' caption ')]"
)


class PageTree:
    """A page's tree; ``headline`` is None on a page without one, ``captions`` by their number.

    ``standfirst`` are the paragraphs right behind the headline that call themselves so.
    """

    def __init__(self, markup: str) -> None:
        markup = _CONTROL.sub(" ", _OWN_ENTITIES.sub("", markup, count=1))
        markup = _CONTROL_REFERENCE.sub(" ", markup)
        markup = _SPACE_IN_NUMBER.sub(HELD_SPACE, markup)
        self.root: Element = parsed(markup, html.document_fromstring)
        # Elements that are held are not made again by each pass over the tree.
        self._held = list(self.root.iter())
        settle_inline(self.root)
        self.captions: dict[int, str] = {}
        self.headline: str | None = None
        self.standfirst: list[Element] = []
        self._sentence_words: int | None = None
        self._article_text = article_text(self.root)

    def meta(self, *names: str) -> str | None:
        """Return the first of these ``<meta>`` names or properties that says something."""
        for name in names:
            for tag in self.root.iter("meta"):
                if (tag.get("property") or tag.get("name") or "").lower() == name:
                    content = words_of(tag.get("content") or "")
                    if content:
                        return content
        return None

    def feed(self, base: str | None) -> str | None:
        """Return the web address of the first feed that the page names."""
        for tag in self.root.iter("link"):
            rel, kind = (tag.get("rel") or "").lower().split(), (tag.get("type") or "").lower()
            if "alternate" in rel and kind in _FEEDS and tag.get("href"):
                try:
                    address = urljoin(base or "", str(tag.get("href")).strip())
                except ValueError:
                    continue
                if address.startswith(("http://", "https://")):
                    return address
        return None

    def prepare(self) -> None:
        """Change the tree for the extractor; call once, after what it says of itself is read."""
        drop_clutter(self.root)
        renew(self.root)
        headline = self._headline()
        settle_blocks(self.root)
        self._mark_captions(headline)
        settle_entries(self.root, headline)
        if headline is not None:
            self.headline = words_of(headline.text_content())
            self.standfirst = standfirst(headline)
            # What it stood in may have become one line: a cell, a caption.
            if self.root in headline.iterancestors():
                _clear_above(headline)
                headline.drop_tree()

    def without_clutter(self) -> Element:
        """Return the tree as the page has it, but for what is no article for sure."""
        drop_clutter(self.root)
        return self.root

    def sentence_words(self) -> int:
        """Return how many words stand in paragraphs that are no lists of links.

        Outside page furniture.
        """
        if self._sentence_words is None:
            self._sentence_words = sum(
                len(each.text_content().split())
                for each in self.root.iter("p")
                if _is_running_text(each)
            )
        return self._sentence_words

    def article_text(self) -> str:
        """Return the article as the page gives it for machines (JSON-LD), "" where it does not."""
        return self._article_text

    def date_beside_headline(self) -> str | None:
        """Return the day that a line beside the headline gives; ask before the tree is changed."""
        headline = self._headline()
        return date_beside(headline) if headline is not None else None

    def first_captions(self, first_paragraph: str, kept: set[int]) -> list[str]:
        """Captions that stand above the first paragraph and that the extractor did not keep."""
        start = first_paragraph[:60]
        missing: list[int] = []
        for element in self.root.iter("p"):
            words = words_of(element.text_content())
            number, _ = caption_number(words)
            if number is not None:
                if number not in kept and _in_article(element):
                    missing.append(number)
            elif start and words.startswith(start):
                return [self.captions[number] for number in missing]
        return []

    def _headline(self) -> Element | None:
        """Return the heading that says what the page's title says.

        Else the only one of the first level.

        The site's own name, in its banner, is none.
        """
        found = [each for each in self.root.iter(*_HEADINGS) if words_of(each.text_content())]
        first = [each for each in found if each.tag == "h1"]
        titles = [self.meta("og:title", "twitter:title"), self.root.findtext(".//title")]
        for title in filter(None, titles):
            for each in (*first, *found):
                if _says_the_same(words_of(each.text_content()), title):
                    return each
        inside = [each for each in first if _in_article(each)]
        only = inside if len(inside) == 1 else first
        return only[0] if len(only) == 1 and not self._is_banner(only[0]) else None

    def _is_banner(self, heading: Element) -> bool:
        """Return whether a heading outside the article names the site."""
        site = words_of(self.meta("og:site_name", "application-name") or "").casefold()
        words = words_of(heading.text_content()).casefold()
        home = any(_HOME.fullmatch(each.get("href") or "") for each in heading.iter("a"))
        return not _in_article(heading) and (home or bool(site and words.startswith(site)))

    def _mark_captions(self, headline: Element | None) -> None:
        """Put a numbered paragraph in the place of each figure with a caption."""
        figures = [(each, each.findall(".//figcaption")) for each in self.root.iter("figure")]
        classed = [(each, [each]) for each in self.root.xpath(_CAPTION_CLASS)]
        loose = [(each, [each]) for each in self.root.iter("figcaption")]
        for figure, captions in [*figures, *classed, *loose]:
            texts = [words for each in captions if (words := spaced_words(each))]
            if not texts or len(" ".join(texts)) > _LONGEST_CAPTION:
                continue
            if headline is not None and headline in figure.iter():
                continue
            if figure.find(".//blockquote") is not None or figure.find(".//table") is not None:
                continue
            if figure.getparent() is None or next(figure.iterancestors("figure"), None) is not None:
                continue
            place = figure
            while place.getparent() is not None and place.getparent().tag in _CLIMBED:
                place = place.getparent()
            for each in texts:
                place.addprevious(self._marked(each))
            figure.drop_tree()
        for caption in list(self.root.iter("caption")):
            table = next(caption.iterancestors("table"), None)
            words = spaced_words(caption)
            if table is not None and 0 < len(words) <= _LONGEST_CAPTION:
                table.addprevious(self._marked(words))
                caption.drop_tree()

    def _marked(self, words: str) -> Element:
        """Return a paragraph with a caption's number and words."""
        number = len(self.captions)
        self.captions[number] = words
        paragraph = html.Element("p")
        paragraph.text = f"{caption_mark(number)}{words}"
        return paragraph


def words_of(text: str) -> str:
    """Return ``text`` on one line, runs of white space made one space."""
    return _SPACE.sub(" ", text).strip()


def _says_the_same(heading: str, title: str) -> bool:
    """Return whether a page's title is its heading, perhaps with the outlet's name at an end."""
    one, other = (_LETTERS.findall(each.lower()) for each in (heading, title))
    if not one or len(one) < 2:
        return one == other
    return one == other[: len(one)] or one == other[-len(one) :] or other == one[: len(other)]


def _in_article(element: Element) -> bool:
    return next(element.iterancestors("article", "main"), None) is not None


def _clear_above(headline: Element) -> None:
    """Drop the section names and links back that stand above a headline.

    Pictures stay, and so does a sentence: it may be the standfirst.
    """
    element = headline
    while element.getparent() is not None and element.tag != "body":
        for above in list(element.itersiblings(preceding=True)):
            if not isinstance(above.tag, str) or above.tag in ("head", "figure"):
                continue
            words = words_of(above.text_content())
            if len(words) >= _MOST_ABOVE_HEADLINE or has_caption(words):
                continue
            if not (_in_article(above) and _is_sentence(above, words)):
                above.drop_tree()
            elif _LEAD.search(above.get("class") or ""):
                del above.attrib["class"]
        element = element.getparent()


def _is_running_text(paragraph: Element) -> bool:
    words = paragraph.text_content()
    linked = sum(len(each.text_content()) for each in paragraph.iter("a"))
    if len(words.split()) < _FEWEST_WORDS or 2 * linked > len(words):
        return False
    return not any(
        each.tag in _FURNITURE
        or _COMMENTS.search(f"{each.get('class') or ''} {each.get('id') or ''}")
        for each in paragraph.iterancestors()
    )


def _is_sentence(element: Element, words: str) -> bool:
    linked = sum(len(words_of(each.text_content())) for each in element.iter("a"))
    return len(words) > _LEAST_OF_SENTENCE and words[-1:] in '.!?”"»' and 2 * linked < len(words)
