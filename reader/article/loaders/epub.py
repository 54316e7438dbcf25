"""EPUB: the chapters in reading order, each under its heading; a long book a chapter at a time.

The package is a zip with XHTML in it (EPUB 2 and 3). Members are read one by one and never
written; how much is unpacked is limited. Books under copy protection are refused.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from urllib.parse import unquote

from reader.article.article import Article, ArticleError
from reader.article.composed_text import ComposedText
from reader.article.contents import Contents, Item, SeveralArticlesError
from reader.article.declared_encoding import decode_page
from reader.article.loaders.book_page import written
from reader.article.loaders.clean_markup import Element, MarkupWriter, words_of
from reader.article.loaders.formulas import local_name
from reader.article.loaders.plain_text import first_words
from reader.article.newswire import refined
from reader.article.source import Source

NAME = "epub 3"
LARGEST_UNPACKED = 64 * 1024 * 1024
"""Bytes of chapters that are unpacked in all."""

LONGEST_WHOLE = 200_000
"""Characters above which a book is a list of its chapters."""

_CONTAINER = "META-INF/container.xml"
_HEADINGS = ("h1", "h2", "h3")
_LONGEST_SUMMARY = 200
_ENCRYPTION = "META-INF/encryption.xml"
_OBFUSCATED_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def load(source: Source) -> Article:
    """Return the article of a book; ArticleError when it is damaged, protected or without text."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            return _Book(source, package).article()
    except RuntimeError:
        raise ArticleError(f"{source.name} is locked by a password; save it without one.") from None
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, ValueError, OSError):
        raise _damaged(source) from None


def _damaged(source: Source) -> ArticleError:
    return ArticleError(f"{source.name} is a damaged e-book; get it once more.")


class _Book:
    def __init__(self, source: Source, package: zipfile.ZipFile) -> None:
        self.source = source
        self.package = package
        self._left = LARGEST_UNPACKED

    def article(self) -> Article:
        self._refuse_protected()
        container = self._tree(_CONTAINER)
        place = next(
            (each.get("full-path") for each in container.iter() if local_name(each) == "rootfile"),
            None,
        )
        if not place:
            raise _damaged(self.source)
        package = self._tree(place)
        about = {
            name: [words_of(each) for each in package.iter() if _is_metadata(each, name)]
            for name in ("title", "creator", "publisher", "date", "language")
        }
        title = next(filter(None, about["title"]), None)
        chapters = [
            written(body)
            for chapter in self._chapters(package, place)
            for body in self._tree(chapter).iter()
            if _is_page(body)
        ]
        size = sum(len(words_of(each)) for each in chapters)
        if size > LONGEST_WHOLE and len(chapters) > 1:
            items = tuple(self._items(chapters, about))
            raise SeveralArticlesError(
                Contents(title or self.source.name, self.source.location, "book", items,
                         self.source.notices)
            )  # fmt: skip
        return self._written(title or "", chapters, about)

    def _items(self, chapters: list[Element], about: dict[str, list[str]]) -> Iterator[Item]:
        """Yield the chapters that have words, each under its first heading."""
        written = [each for each in chapters if words_of(each)]
        for number, chapter in enumerate(written, 1):
            heading = next((each for each in chapter.iter() if local_name(each) in _HEADINGS), None)
            words = words_of(chapter)
            title = words_of(heading) or first_words(words)
            own = partial(self._written, title, [chapter], about, f"#{number}")
            yield Item(str(number), title, summary=words[:_LONGEST_SUMMARY], own=own)

    def _written(
        self, title: str, chapters: list[Element], about: dict[str, list[str]], part: str = ""
    ) -> Article:
        composed = ComposedText()
        composed.block("headline", title)
        for chapter in chapters:
            MarkupWriter(composed, headline=title).write(chapter)
        if all(block.kind == "headline" for block in composed.blocks):
            raise ArticleError(f"{self.source.name} is an e-book without text.")
        text = composed.text()
        structure = refined(text, composed.blocks)
        links = (link for link in composed.links if "://" in link.url)
        return Article(
            text=text,
            blocks=structure.blocks,
            title=title or first_words(text),
            location=f"{self.source.location}{part}",
            loader=NAME,
            authors=tuple(name for name in about["creator"] if name) or structure.authors,
            outlet=next(filter(None, about["publisher"]), None),
            published=next(filter(None, about["date"]), None),
            language=next(filter(None, about["language"]), None),
            links=tuple(sorted(links, key=lambda link: (link.start, link.end))),
            notices=self.source.notices,
        )

    def _chapters(self, package: Element, place: str) -> list[str]:
        """Return the members of the spine in order; notes set aside (linear="no") come last."""
        folder = posixpath.dirname(place)
        manifest: dict[str | None, Element] = {
            each.get("id"): each for each in package.iter() if local_name(each) == "item"
        }
        first: list[str] = []
        last: list[str] = []
        for each in package.iter():
            if local_name(each) != "itemref":
                continue
            item = _readable(manifest, each.get("idref"))
            if item is None:
                continue
            contents = "nav" in (item.get("properties") or "").split()
            member = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
            if contents and member not in self.package.namelist():
                continue
            (last if each.get("linear") == "no" else first).append(member)
        # A spine that names a chapter many times shows it once.
        return list(dict.fromkeys([*first, *last]))

    def _tree(self, member: str) -> Element:
        from lxml import etree, html

        with self.package.open(member) as file:
            data = file.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise ArticleError(
                f"{self.source.name} unpacks to more than {LARGEST_UNPACKED // 1024**2} MiB; "
                "split the book into parts."
            )
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser=parser)
        except (etree.XMLSyntaxError, ValueError):
            pass
        try:
            # A parser of HTML would guess; a book is in UTF-8 unless it says otherwise.
            text, _ = decode_page(data, self.source.name, None)
            forgiving = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
            return html.document_fromstring(text.encode("utf-8", "replace"), parser=forgiving)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            raise _damaged(self.source) from None

    def _refuse_protected(self) -> None:
        if _ENCRYPTION not in self.package.namelist():
            return
        methods = [
            each.get("Algorithm")
            for each in self._tree(_ENCRYPTION).iter()
            if local_name(each) == "encryptionmethod"
        ]
        if any(method not in _OBFUSCATED_FONTS for method in methods):
            raise ArticleError(
                f"{self.source.name} is under copy protection; open it where it was bought."
            )


def _readable(manifest: dict[str | None, Element], name: str | None) -> Element | None:
    """Return the item of a manifest that can be read: of one in another format its fallback."""
    seen: list[Element] = []
    while name in manifest and manifest[name] not in seen:
        seen.append(manifest[name])
        name = manifest[name].get("fallback")
    for kind in ("html", "svg"):
        for item in seen:
            if kind in (item.get("media-type") or ""):
                return item
    return None


def _is_page(element: Element) -> bool:
    """Return whether an element is all that a member of the spine shows."""
    drawn = local_name(element) == "svg" and element.getparent() is None
    return local_name(element) == "body" or drawn


def _is_metadata(element: Element, name: str) -> bool:
    return local_name(element) == name and "purl.org/dc" in str(element.tag)
