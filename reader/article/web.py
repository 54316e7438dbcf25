"""Opens an article from a web address: fetched now, or as it was fetched before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from reader.article.article import Article, ArticleError
from reader.article.contents import SeveralArticlesError
from reader.article.loaders.from_bytes import article_from_source
from reader.article.network import Network
from reader.article.source import Source
from reader.article.stored_pages import StoredPage, StoredPages

_GATE = re.compile(
    r"^https?://(?:[^/]*\.)?(?:consent|myprivacy|login|signin|auth|sso|accounts?)\."
    r"|^https?://[^/]+/(?:[^?#]*/)?(?:consent|privacy-?gate|login|log-in|signin|sign-in|anmelden)"
    r"(?:[/?#.]|$)",
    re.IGNORECASE,
)


def open_address(address: str, network: Network) -> Article:
    """Return the article at a web address; raises ArticleError.

    What is fetched is kept, when it is an article, in the place that ``network`` names.
    """
    if not address.lower().startswith(("http://", "https://")):
        raise ArticleError(f"{address} is not a web address that reader can fetch.")
    pages = network.pages
    if network.offline:
        kept = pages.load(address) if pages is not None else None
        if kept is None:
            raise ArticleError(
                f"{address} was not fetched before, and the network is turned off "
                "(--offline, or offline in config.toml)."
            )
        return _article(address, kept, (f"This is the page as it was fetched {_day(kept)}.",))
    return _fetched(address, pages, network.named_by)


def _fetched(address: str, pages: StoredPages | None, led_from: str | None) -> Article:
    from reader.article.fetching import UnreachableError, fetch

    try:
        got = fetch(address, led_from=led_from)
    except UnreachableError as fault:
        kept = pages.load(address) if pages is not None else None
        if kept is None:
            raise
        reason = str(fault).rstrip(".")
        raise ArticleError(
            f"{reason}; --offline opens the page as it was fetched {_day(kept)}."
        ) from None
    _refuse_gate(address, got.address)
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    page = StoredPage(got.address, got.data, got.media_type, got.charset, at)
    notices = tuple(f"Redirected to {place}." for place in got.redirects)
    try:
        article = _article(address, page, notices)
    except SeveralArticlesError as several:
        notice = _kept(address, page, pages)
        contents = replace(several.contents, notices=(*several.contents.notices, *notice))
        raise SeveralArticlesError(contents) from None
    return replace(article, notices=(*article.notices, *_kept(address, page, pages)))


def _refuse_gate(asked: str, came_from: str) -> None:
    """ArticleError when a redirect ended at a page that asks for consent or a login."""
    if came_from != asked and _GATE.search(came_from) and not _GATE.search(asked):
        raise ArticleError(
            f"{asked} leads to a page that asks for consent or a login, {came_from}; "
            "open it in a browser and save the page."
        )


def _kept(address: str, page: StoredPage, pages: StoredPages | None) -> tuple[str, ...]:
    """Keep what was fetched; what is to be said when that fails."""
    if pages is None:
        return ()
    try:
        pages.keep(address, page)
    except OSError as fault:
        return (f"The page cannot be stored in {pages.folder}: {fault.strerror or fault}.",)
    return ()


def _article(address: str, page: StoredPage, notices: tuple[str, ...]) -> Article:
    source = Source("", address, address=page.address, notices=notices)
    return article_from_source(page.data, source, page.media_type, page.charset)


def _day(page: StoredPage) -> str:
    return f"on {page.fetched[:10]}"
