"""Which loader reads what, by how the bytes begin, by name and by media type."""

from __future__ import annotations

import importlib
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, cast
from urllib.parse import urlsplit

from reader.article.article import Article
from reader.article.source import Source
from reader.article.xml_root import xml_root

Loader = Callable[[Source], Article]

_BEGIN = 64 * 1024
# Each comment and instruction before the first tag is matched in one way only (atomic groups):
# otherwise a file with forty of them would be tried in 2**40 ways.
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?>.*?-->)\s*+)*+"
    rb"<(?:!doctype\s++html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*+<\?xml\s")
_MARKDOWN = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:# |---\r?\ntitle:)", re.IGNORECASE)
_NINJS = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{.{0,60000}?"(?:body_[A-Za-z0-9_]{1,40}|bodies)"\s*:', re.DOTALL
)
_JSON_FEED = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{.{0,2000}?"version"\s*:\s*"https?:(?:\\?/){2}jsonfeed\.org(?:\\?/)version',
    re.DOTALL,
)
_WARC = re.compile(rb"WARC/\d")
_PDF = re.compile(rb"%PDF-")
_EPUB = re.compile(rb"PK\x03\x04.{26}mimetypeapplication/epub\+zip", re.DOTALL)
_ODT = re.compile(
    rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.text(?!-master)", re.DOTALL
)
_DOCX = re.compile(rb"PK\x03\x04.*word/document\d*\.xml", re.DOTALL)
_MAILBOX = re.compile(
    rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]?\d"
    rb" \d\d:\d\d(?::\d\d)? [^\n]{0,20}\d{4}[^\n]{0,10}\n[A-Za-z-]+:"
    rb"|From(?: -)?[ \t]*\r?\n(?i:Return-Path|Received|Date|From|To|Subject|Message-ID|Reply-To|"
    rb"MIME-Version|Content-Type|Delivered-To|X-[\w-]{1,60}):"
)
_MAIL = re.compile(
    rb"(?:From \S+ .*\r?\n)?(?:Return-Path|Received|MIME-Version|Message-ID|From|Delivered-To):\s",
    re.IGNORECASE,
)


def _is_agency_xml(data: bytes) -> bool:
    return xml_root(data) in ("nitf", "newsitem", "newsmessage", "packageitem", "newsml")


def _is_feed(data: bytes) -> bool:
    return xml_root(data) in ("rss", "feed", "rdf") or _JSON_FEED.match(data) is not None


def _is_other_xml(data: bytes) -> bool:
    """Return whether data is declared as XML, and is not of a kind that another loader knows."""
    return _XML.match(data) is not None and xml_root(data) not in ("", "html")


@dataclass(frozen=True, slots=True)
class Format:
    """A format that reader opens; ``module`` is in this package and has ``load(source)``.

    ``reads`` says what its loader is given: text, a page's text (which may declare its encoding),
    or the bytes as they are. ``sign`` is how its bytes begin: a ``sure`` sign outranks every
    name; one that is not sure counts where no name tells.
    """

    module: str
    reads: Literal["text", "page", "bytes"] = "text"
    suffixes: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    sign: re.Pattern[bytes] | Callable[[bytes], bool] | None = None
    sure: bool = False

    def has_sign(self, data: bytes) -> bool:
        if isinstance(self.sign, re.Pattern):
            return self.sign.match(data) is not None
        return self.sign is not None and self.sign(data)

    def loader(self) -> Loader:
        """Return the loader; its module, with what that needs, is imported only now."""
        return cast(Loader, importlib.import_module(f"reader.article.loaders.{self.module}").load)


PLAIN_TEXT = Format("plain_text", suffixes=(".txt", ".text"), media_types=("text/plain",))
FORMATS: tuple[Format, ...] = (
    Format(
        "web_page",
        "page",
        (".html", ".htm", ".xhtml"),
        ("text/html", "application/xhtml+xml"),
        _HTML,
        sure=True,
    ),
    Format(
        "agency_xml",
        "bytes",
        (".nitf",),
        ("application/nitf+xml", "application/vnd.iptc.g2.newsitem+xml"),
        _is_agency_xml,
        sure=True,
    ),
    Format("ninjs", "text", (".ninjs",), ("application/ninjs+json",), _NINJS, sure=True),
    Format(
        "feed",
        "bytes",
        (".rss", ".atom"),
        (
            "application/rss+xml",
            "application/atom+xml",
            "application/rdf+xml",
            "application/feed+json",
        ),
        _is_feed,
        sure=True,
    ),
    Format(
        "web_archive",
        "bytes",
        (".warc", ".warc.gz", ".wacz"),
        ("application/warc", "application/wacz"),
        _WARC,
        sure=True,
    ),
    Format("pdf", "bytes", (".pdf",), ("application/pdf",), _PDF, sure=True),
    Format("epub", "bytes", (".epub",), ("application/epub+zip",), _EPUB, sure=True),
    Format(
        "docx",
        "bytes",
        (".docx",),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
        _DOCX,
        sure=True,
    ),
    Format(
        "odt",
        "bytes",
        (".odt", ".ott"),
        ("application/vnd.oasis.opendocument.text",),
        _ODT,
        sure=True,
    ),
    Format("mailbox", "bytes", (".mbox",), ("application/mbox",), _MAILBOX, sure=True),
    Format("agency_xml", "bytes", (".xml",), (), _is_other_xml, sure=True),
    Format(
        "mail",
        "bytes",
        (".eml", ".mht", ".mhtml"),
        ("message/rfc822", "multipart/related"),
        _MAIL,
    ),
    Format(
        "markdown",
        "text",
        (".md", ".markdown", ".mdown", ".mkd", ".mkdn"),
        ("text/markdown", "text/x-markdown"),
        _MARKDOWN,
    ),
    PLAIN_TEXT,
)


def format_of(data: bytes, location: str, media_type: str = "") -> Format:
    """Return the format of ``data`` by its sure sign, its name, its media type, or how it begins.

    A packed file is looked at inside.
    """
    begin = _without_prefix(data)
    for each in FORMATS:
        if each.sure and each.has_sign(begin):
            return each
    name = (urlsplit(location).path if "://" in location else location).lower()
    for each in FORMATS:
        if name.endswith(each.suffixes):
            return each
    for each in FORMATS:
        if media_type and media_type.lower() in each.media_types:
            return each
    nameless = location == "-" or "://" in location
    for each in FORMATS:
        if nameless and each.has_sign(begin):
            return each
    return PLAIN_TEXT


def is_known(begin: bytes, name: str) -> bool:
    """Return whether a file called ``name`` that begins so is in a format that reader knows.

    Its name or its first bytes decide; any other may still be opened as plain text.
    """
    start = _without_prefix(begin)
    return any(name.lower().endswith(each.suffixes) or each.has_sign(start) for each in FORMATS)


def _without_prefix(data: bytes) -> bytes:
    """Return what tells the format.

    The beginning, of a gzip file unpacked, of a zip with its contents.
    """
    if data.startswith(b"PK\x03\x04"):
        return data[:_BEGIN] + data[-_BEGIN:]
    if not data.startswith(b"\x1f\x8b"):
        return data[:_BEGIN]
    try:
        return zlib.decompressobj(31).decompress(data[:_BEGIN], 1024)
    except zlib.error:
        return data[:_BEGIN]
