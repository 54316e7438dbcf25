"""The library: texts and pages stored for the desk's articles, and what was found in them.

The only owner of these stores. All other rooms ask it, so that one article is the same one
however they come to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.annotations.articles import IMPORTED, STANDARD_INPUT, is_own_place
from reader.annotations.records import ArticleRecord
from reader.article.article import Article, ArticleError
from reader.article.stored_texts import StoredTexts

# An export of notes asks for no article and no findings, and has to start at once.
if TYPE_CHECKING:
    from reader.analysis.cache import FindingsCache
    from reader.analysis.findings import Findings
    from reader.article.network import Network
    from reader.article.page_text import PageText
    from reader.article.stored_pages import StoredPages


@dataclass(frozen=True, slots=True)
class Opened:
    """``message`` says where the text is from when it is not from its own place."""

    article: Article
    message: str = ""


class Library:
    """``texts``, ``pages`` and ``findings`` are the folders of the stores.

    ``package`` that of the models in use.
    """

    def __init__(self, texts: Path, pages: Path, findings: Path, package: Path) -> None:
        self.texts = StoredTexts(texts)
        self._pages_folder = pages
        self._findings_folder = findings
        self._package = package

    @cached_property
    def pages(self) -> StoredPages:
        from reader.article.stored_pages import StoredPages

        return StoredPages(self._pages_folder)

    @cached_property
    def _findings(self) -> FindingsCache:
        from reader.analysis.cache import FindingsCache

        return FindingsCache(self._findings_folder)

    def network(self, *, offline: bool) -> Network:
        """Return what opening an article may do with the network; pages are stored here."""
        from reader.article.network import Network

        return Network(offline, self.pages)

    def text_of(
        self, record: ArticleRecord, unsaved: Mapping[str, str] = MappingProxyType({})
    ) -> str | None:
        """Return the newest text of an article that is stored.

        None where none is; ``unsaved`` are texts by fingerprint that will be.
        """
        prints = [each.fingerprint for each in reversed(record.revisions)]
        texts = (unsaved.get(each) or self.texts.load(each) for each in prints)
        return next((text for text in texts if text is not None), None)

    def page_text(self, record: ArticleRecord) -> PageText | None:
        """Return the text of an article's web page, as it was fetched or as its file has it.

        None where the article is from no page, or its page is not here.
        """
        from reader.article.page_text import page_text_at

        for place in reversed(record.locations):
            page = page_text_at(place, self.pages) if is_own_place(place) else None
            if page is not None:
                return page
        return None

    def open(self, record: ArticleRecord) -> Opened:
        """Return the article from its newest place that can be read, else from its stored text.

        An address opens as it was fetched before: nobody gave it here, so nothing is fetched.
        Raises ArticleError when neither a place nor a text can be read.
        """
        from reader.article.loaders.from_bytes import stored_article
        from reader.article.opening import open_article

        # A bare name came with an import: a file of that name here may be any other.
        places = [place for place in reversed(record.locations) if is_own_place(place)]
        piped = not record.locations and any(
            each.location == STANDARD_INPUT and each.loader != IMPORTED for each in record.revisions
        )
        fault = ArticleError(
            "It was read from standard input; pipe it in again to read it."
            if piped
            else "Its text is not stored here; open its file or page to read it."
        )
        for place in places:
            try:
                article = open_article(place, network=self.network(offline=True))
                return Opened(article, " ".join(article.notices))
            except ArticleError as refused:
                fault = refused
        text = self.text_of(record)
        if text is None:
            raise fault
        article = stored_article(text, places[0] if places else STANDARD_INPUT)
        message = f"{fault} This is the text stored with your notes." if places or piped else ""
        return Opened(replace(article, title=record.title or article.title), message)

    def findings_of(self, fingerprint: str) -> Findings | None:
        """Return what the models in use found in a text, None where that is not stored."""
        from reader.analysis.packages import ModelError, stamp_of_all

        try:
            return self._findings.load(fingerprint, stamp_of_all(self._package))
        except (ModelError, OSError):
            return None

    def findings_state(self) -> str:
        """Return what distinguishes one state of the stored findings from another.

        "" where the models in use cannot be read.
        """
        from reader.analysis.packages import ModelError, stamp_of_all

        try:
            stamps = sorted(stamp_of_all(self._package).items())
            return f"{stamps} {self._findings.folder.stat().st_mtime_ns}"
        except (ModelError, OSError):
            return ""

    def store_findings(self, findings: Findings) -> None:
        """Store what the models in use found, for the next time. Raises ModelError."""
        from reader.analysis.packages import stamp_of_all

        self._findings.save(findings, stamp_of_all(self._package))
