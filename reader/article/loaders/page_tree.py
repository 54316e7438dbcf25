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

from reader.article.loaders.inline_markup import drop, settle_inline, unwrap
from reader.article.loaders.live_blog import settle_entries
from reader.article.loaders.old_markup import INLINE, renew
from reader.article.loaders.page_clutter import drop_clutter

Element = Any
"""A node of lxml, which has no types of its own."""

_SPACE = re.compile(r"[\s\x00-\x1f\x7f\ufffe\uffff]+")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]|&#(?:x0*[01]?[0-9a-f]|0*[12]?\d|0*3[01]);",
    re.IGNORECASE,
)
"""Characters that a tree of XML cannot hold, as they are or as references."""
HELD_SPACE = "\ue0a0"
"""Stands for the space that parts the thousands of a number, which the extractor would make one
that parts two numbers. Of private use, so that no page has it; it becomes a no-break space again.
"""
_SPACE_IN_NUMBER = re.compile(
    r"(?<=\d)(?:[\u00a0\u2009\u202f]|&(?:nbsp|thinsp|#160|#8201|#8239|#x0*(?:a0|2009|202f));)(?=\d{3}\b)",
    re.IGNORECASE,
)
_OWN_ENTITIES = re.compile(r"<!DOCTYPE\b[^\[>]{0,400}\[[^\]]*\]\s*>", re.IGNORECASE)
"""What a document type declares inside brackets: a parser of HTML takes the end of it for words."""
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_LETTERS = re.compile(r"\w+")
_CAPTION = re.compile(r"⁅(\d+)⁆\s*")
_LEAD = re.compile(r"teaser|lead|intro|standfirst|dek|summary|subtitle|chapo", re.IGNORECASE)
_LONGEST_CAPTION = 1000
_ONE_LINE = ("td", "th", "figcaption", "caption", "h1", "h2", "h3", "h4", "h5", "h6")
_SENTENCES = ("p", "li", "td", "blockquote", "h2", "h3", "h4", "div")
_LEAST_OF_SENTENCE = 30
_MOST_ABOVE_HEADLINE = 300
_CAPTION_CLASS = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' wp-caption-text ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' image-caption ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' caption ')]"
)


class PageTree:
    """A page's tree; ``headline`` is None on a page without one, ``captions`` by their number."""

    def __init__(self, markup: str) -> None:
        markup = _CONTROL.sub(" ", _OWN_ENTITIES.sub("", markup, count=1))
        markup = _SPACE_IN_NUMBER.sub(HELD_SPACE, markup)
        # A parser told the encoding ignores what the page declares, which no longer holds.
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        self.root: Element = html.document_fromstring(
            markup.encode("utf-8", "replace"), parser=parser
        )
        settle_inline(self.root)
        self.captions: dict[int, str] = {}
        self.headline: str | None = None
        self._order: dict[int, int] = {}

    def meta(self, *names: str) -> str | None:
        """The first of these ``<meta>`` names or properties that says something."""
        for name in names:
            for tag in self.root.iter("meta"):
                if (tag.get("property") or tag.get("name") or "").lower() == name:
                    content = words_of(tag.get("content") or "")
                    if content:
                        return content
        return None

    def feed(self, base: str | None) -> str | None:
        """The web address of the first feed that the page names."""
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
        self._keep_times()
        self._part_words()
        headline = self._headline()
        self._keep_attributions()
        self._mark_captions(headline)
        settle_entries(self.root, headline)
        if headline is not None:
            self.headline = words_of(headline.text_content())
            for below in headline.itersiblings("p"):
                if _LEAD.search(below.get("class") or ""):
                    del below.attrib["class"]
            _clear_above(headline)
            headline.drop_tree()

    def first_captions(self, first_paragraph: str, kept: set[int]) -> list[str]:
        """Captions that stand above the first paragraph and that the extractor did not keep."""
        start = first_paragraph[:60]
        missing: list[int] = []
        for element in self.root.iter("p"):
            words = words_of(element.text_content())
            match = _CAPTION.match(words)
            if match:
                if int(match[1]) not in kept and _in_article(element):
                    missing.append(int(match[1]))
            elif start and words.startswith(start):
                return [self.captions[number] for number in missing]
        return []

    def _keep_times(self) -> None:
        """The extractor leaves out every marked time of day, in midst of a sentence too."""
        for time in list(self.root.iter("time")):
            block = next(time.iterancestors(*_SENTENCES), None)
            if block is None or any(each.tag not in INLINE for each in block):
                continue
            words, marked = (words_of(each.text_content()) for each in (block, time))
            if len(words) - len(marked) > _LEAST_OF_SENTENCE:
                unwrap(time)

    def _part_words(self) -> None:
        """Make a line break a space in what becomes one line: a cell, a caption, a heading."""
        for line_break in list(self.root.iter("br")):
            if next(line_break.iterancestors(*_ONE_LINE), None) is not None:
                line_break.tail = f" {line_break.tail or ''}"
                drop(line_break)

    def _keep_attributions(self) -> None:
        """Whose a quotation is stands in its footer, which the extractor takes for the page's."""
        for quotation in self.root.iter("blockquote"):
            for part in list(quotation.iter("footer", "figcaption")):
                part.tag = "p"

    def _headline(self) -> Element | None:
        """The first-level heading that says what the page's title says, else the only one."""
        found = [each for each in self.root.iter("h1") if words_of(each.text_content())]
        titles = [self.meta("og:title", "twitter:title"), self.root.findtext(".//title")]
        for title in filter(None, titles):
            for each in found:
                if _says_the_same(words_of(each.text_content()), title):
                    return each
        inside = [each for each in found if _in_article(each)]
        only = inside if len(inside) == 1 else found
        return only[0] if len(only) == 1 else None

    def _mark_captions(self, headline: Element | None) -> None:
        """Put a numbered paragraph in the place of each figure with a caption."""
        figures = [(each, each.findall(".//figcaption")) for each in self.root.iter("figure")]
        classed = [(each, [each]) for each in self.root.xpath(_CAPTION_CLASS)]
        for figure, captions in [*figures, *classed]:
            words = words_of(" ".join(each.text_content() for each in captions))
            if not words or len(words) > _LONGEST_CAPTION or figure is headline:
                continue
            if figure.find(".//blockquote") is not None or figure.find(".//table") is not None:
                continue
            if figure.getparent() is None or next(figure.iterancestors("figure"), None) is not None:
                continue
            told = [words_of(each.text_content()) for each in captions]
            for each in filter(None, told):
                figure.addprevious(self._marked(each))
            figure.drop_tree()
        for caption in list(self.root.iter("caption")):
            table = next(caption.iterancestors("table"), None)
            words = words_of(caption.text_content())
            if table is not None and 0 < len(words) <= _LONGEST_CAPTION:
                table.addprevious(self._marked(words))
                caption.drop_tree()

    def _marked(self, words: str) -> Element:
        """A paragraph with a caption's number and words."""
        number = len(self.captions)
        self.captions[number] = words
        paragraph = html.Element("p")
        paragraph.text = f"⁅{number}⁆ {words}"
        return paragraph


def caption_number(words: str) -> tuple[int | None, str]:
    """The number of a marked caption and its words; None and the words for any other text."""
    match = _CAPTION.match(words)
    return (int(match[1]), words[match.end() :]) if match else (None, words)


def words_of(text: str) -> str:
    """``text`` on one line, runs of white space made one space."""
    return _SPACE.sub(" ", text).strip()


def _says_the_same(heading: str, title: str) -> bool:
    """Whether a page's title is its heading, perhaps with the outlet's name at an end."""
    one, other = (_LETTERS.findall(each.lower()) for each in (heading, title))
    if not one or len(one) < 2:
        return one == other
    return one == other[: len(one)] or one == other[-len(one) :] or other == one[: len(other)]


def _in_article(element: Element) -> bool:
    return next(element.iterancestors("article", "main"), None) is not None


def _clear_above(headline: Element) -> None:
    """Drop the section names and links back that stand above a headline, pictures excepted."""
    element = headline
    while element.getparent() is not None and element.tag != "body":
        for above in list(element.itersiblings(preceding=True)):
            if not isinstance(above.tag, str) or above.tag in ("head", "figure"):
                continue
            words = above.text_content()
            if "⁅" not in words and len(words_of(words)) < _MOST_ABOVE_HEADLINE:
                above.drop_tree()
        element = element.getparent()
