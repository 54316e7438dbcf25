"""Markdown: CommonMark with tables, footnotes, strikethrough and front matter.

The article's text is what a browser would show, as plain text: headings, paragraphs, list items
with a bullet or number, tables and code by line, footnotes at the end as “[1] …”. Emphasis is
dropped; links are kept beside the text, those of footnotes as ``#note-1`` and ``#reference-1``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from reader.article.article import Article
from reader.article.bare_links import bare_links
from reader.article.block import BlockKind
from reader.article.composed_text import ComposedText
from reader.article.loaders.formulas import raised
from reader.article.loaders.front_matter import front_matter
from reader.article.loaders.plain_text import first_words
from reader.article.newswire import refined, structure
from reader.article.source import Source

NAME = "markdown 1"
_BULLET = "• "
_TAG = re.compile(r"<(?:!--|(script|style)\b|[^<>]*>)", re.IGNORECASE)
_MEANT = re.compile(r"<(/?)(br|sup|sub|del|strike|s|q)\b[^<>]*>", re.IGNORECASE)
"""Tags of HTML that say something which words alone do not."""


def _without_tags(text: str) -> str:
    """Return ``text`` without tags, comments, scripts and styles; one that nothing ends stays."""
    kept: list[str] = []
    at = 0
    endless: set[str] = set()
    for found in _TAG.finditer(text):
        if found.start() < at:
            continue
        end = found.end()
        closing = "-->" if found[0] == "<!--" else f"</{found[1]}>" if found[1] else ""
        if closing:
            stop = -1 if closing in endless else text.find(closing, end)
            if stop < 0:
                endless.add(closing)
                continue
            end = stop + len(closing)
        kept.append(text[at : found.start()])
        at = end
    return "".join((*kept, text[at:]))


def load(source: Source) -> Article:
    """Return the article of a Markdown text."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    environment: dict[str, Any] = {}
    about, text = front_matter(source.text)
    tokens = parser.parse(text, environment)
    page = ComposedText()
    title = about.first("title", "headline")
    if title and not any(token.type == "heading_open" and token.tag == "h1" for token in tokens):
        page.begin("headline")
        page.write(title)
        page.finish()
    _Walk(page).walk(tokens)
    text, blocks = page.text(), page.blocks
    if blocks:
        found = refined(text, blocks)
    else:
        # Nothing to show, or nested deeper than the parser goes.
        text = source.text
        found = structure(text) if _without_tags(text).strip() else refined(text, [])
    taken = {link.start for link in page.links}
    bare = [link for link in bare_links(text) if link.start not in taken]
    return Article(
        text=text,
        blocks=found.blocks,
        title=found.title or title or first_words(text),
        location=source.location,
        loader=NAME,
        encoding=source.encoding,
        authors=about.names("authors", "author", "byline") or found.authors,
        outlet=about.first("outlet", "publication", "publisher", "site") or found.outlet,
        published=about.first("date", "published", "pubdate"),
        url=about.first("url", "canonical", "source", "link"),
        language=about.first("lang", "language"),
        links=tuple(sorted((*page.links, *bare), key=lambda link: (link.start, link.end))),
        notices=source.notices,
    )


class _Walk:
    """Goes through the parser's tokens and writes the page."""

    def __init__(self, page: ComposedText) -> None:
        self.page = page
        self._lists: list[int | None] = []
        """The number of the next item of each open list, None for bullets."""
        self._marker = ""
        self._close = False
        self._quotes = 0
        self._heading = 0
        self._row: list[str] | None = None
        self._footnote = ""
        self._has_headline = bool(page.blocks)

    def walk(self, tokens: list[Token]) -> None:
        for token in tokens:
            step: Callable[[Token], None] | None = getattr(self, f"_on_{token.type}", None)
            if step is not None:
                step(token)

    def _on_heading_open(self, token: Token) -> None:
        self._heading = int(token.tag[1:])

    def _on_heading_close(self, _token: Token) -> None:
        self._heading = 0

    def _on_bullet_list_open(self, _token: Token) -> None:
        self._lists.append(None)
        self._close = len(self._lists) > 1

    def _on_ordered_list_open(self, token: Token) -> None:
        self._lists.append(int(token.attrGet("start") or 1))
        self._close = len(self._lists) > 1

    def _on_bullet_list_close(self, _token: Token) -> None:
        self._lists.pop()
        self._close = bool(self._lists)

    _on_ordered_list_close = _on_bullet_list_close

    def _on_list_item_open(self, _token: Token) -> None:
        number = self._lists[-1]
        self._marker = _BULLET if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1

    def _on_list_item_close(self, _token: Token) -> None:
        self._marker = ""
        self._close = True

    def _on_blockquote_open(self, _token: Token) -> None:
        self._quotes += 1

    def _on_blockquote_close(self, _token: Token) -> None:
        self._quotes -= 1

    def _on_footnote_open(self, token: Token) -> None:
        self._footnote = f"{token.meta['id'] + 1}"

    def _on_inline(self, token: Token) -> None:
        children = token.children or []
        if self._row is not None:
            self._write_inline(children)
            return
        kind, level = self._kind(children)
        self.page.begin(kind, level, close=self._close and kind == "list item")
        if self._footnote:
            self._write_link(f"[{self._footnote}]", f"#reference-{self._footnote}")
            self.page.write(" ")
        elif kind == "list item":
            self.page.write(self._marker)
        self._marker = self._footnote = ""
        self._close = False
        self._write_inline(children)
        self.page.finish()

    def _kind(self, children: list[Token]) -> tuple[BlockKind, int]:
        if self._heading:
            if self._heading == 1 and not self._has_headline:
                self._has_headline = True
                return "headline", 0
            return "heading", self._heading
        if self._marker or self._footnote:
            return "list item", max(1, len(self._lists))
        if self._quotes:
            return "quotation", self._quotes
        pictures = any(child.type == "image" for child in children)
        others = (child for child in children if child.type not in ("image", "softbreak"))
        if pictures and not any(child.content.strip() for child in others):
            return "caption", 0
        return "paragraph", 0

    def _on_fence(self, token: Token) -> None:
        self._write_lines(token.content)

    _on_code_block = _on_fence

    def _on_html_block(self, token: Token) -> None:
        self._write_lines(html.unescape(_without_tags(token.content)))

    def _write_lines(self, content: str) -> None:
        lines = content.strip("\n")
        if lines.strip():
            self.page.begin("quotation" if self._quotes else "paragraph", self._quotes)
            self.page.write(lines)
            self.page.finish()

    def _on_table_open(self, _token: Token) -> None:
        self._row = []
        self.page.begin("paragraph")

    def _on_tr_open(self, _token: Token) -> None:
        if self._row:
            self.page.write("\n")
        self._row = []

    def _on_td_open(self, _token: Token) -> None:
        if self._row:
            self.page.write(" | ")
        if self._row is not None:
            self._row.append("")

    _on_th_open = _on_td_open

    def _on_table_close(self, _token: Token) -> None:
        self._row = None
        self.page.finish()

    def _write_inline(self, children: list[Token]) -> None:
        started: list[tuple[int, str]] = []
        tag = ""
        for child in children:
            match child.type:
                case "text" | "code_inline":
                    self._write_words(child.content, tag)
                case "s_open":
                    tag = "del"
                case "s_close":
                    tag = ""
                case "softbreak":
                    self.page.write(" ")
                case "hardbreak":
                    self.page.write("\n")
                case "image":
                    self.page.write(child.content or str(child.attrGet("title") or ""))
                case "link_open":
                    started.append((self.page.size, str(child.attrGet("href") or "")))
                case "link_close":
                    start, url = started.pop()
                    self.page.link(start, url)
                case "html_inline" if found := _MEANT.match(child.content):
                    tag = "" if found[1] else found[2].lower()
                    self._write_tag(found[2].lower(), closes=bool(found[1]))
                case "footnote_ref":
                    number = child.meta["id"] + 1
                    self._write_link(f"[{number}]", f"#note-{number}")

    def _write_words(self, words: str, tag: str) -> None:
        """Words inside an HTML tag, "" for none of those that mean something."""
        if tag in ("sup", "sub"):
            self.page.write(raised(words, tag))
        elif tag not in ("del", "s", "strike"):
            self.page.write(words)

    def _write_tag(self, tag: str, *, closes: bool) -> None:
        if tag == "br":
            self.page.write("\n" if self._row is None else " ")
        elif tag == "q":
            self.page.write("”" if closes else "“")

    def _write_link(self, words: str, url: str) -> None:
        start = self.page.size
        self.page.write(words)
        self.page.link(start, url)
