"""Electronic mail (.eml) and web pages that browsers save as mail (MHTML).

A mail's subject is its headline; its plain text is read where it has one, else its HTML. Where
the plain text is a stub ("view this in your browser"), the HTML is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.utils import getaddresses, parsedate_to_datetime

from reader.article.article import Article, ArticleError
from reader.article.bare_links import bare_links
from reader.article.declared_encoding import decode_declared, decode_page
from reader.article.loaders.clean_markup import fragment, words_of
from reader.article.loaders.headed import headed
from reader.article.loaders.plain_text import first_words
from reader.article.newswire import structure
from reader.article.source import Source
from reader.article.twice_encoded import repaired

MAIL = "mail 2"
MHTML = "mhtml 1"
_REPLY = re.compile(r"^(?:(?:re|fwd?|aw|wg)\s*:\s*)+", re.IGNORECASE)
_STUB = 3
_FORWARDED = ("From", "Date", "Subject")
_QUOTED = re.compile(">*")
_SIGNATURE = re.compile(r"\n-- \n.*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Header:
    """What a mail says of itself; ``identity`` is its Message-ID, "" without one."""

    subject: str
    senders: tuple[str, ...]
    date: str | None
    identity: str


def header_of(data: bytes) -> Header:
    message = BytesHeaderParser(EmailMessage, policy=policy.default).parsebytes(data)
    identity = _header(message, "message-id").strip()
    return Header(_subject(message), _senders(message), _date(message), identity)


def load(source: Source) -> Article:
    """Return the article of a mail or a saved page; ArticleError when there is no text in it."""
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(source.data)
    if message.get_content_type() == "multipart/related" and _is_page(message, source):
        return _of_page(source, message)
    return _of_mail(source, message)


def load_mail(source: Source) -> Article:
    """Return the article of what is a mail for sure; raises as ``load``."""
    return _of_mail(
        source, BytesParser(EmailMessage, policy=policy.default).parsebytes(source.data)
    )


def _of_mail(source: Source, message: EmailMessage) -> Article:
    plain = _words(source, message, "text/plain")
    markup = _words(source, message, "text/html")
    if plain.strip() and not _is_stub(plain, markup):
        return _of_plain(source, message, plain)
    if not markup.strip():
        raise ArticleError(
            f"{source.name} is a mail without text; save its attachment and open it."
        )
    from reader.article.loaders.web_page import load as load_page

    article = headed(load_page(replace(source, text=markup, address="")), _subject(message))
    return replace(
        article,
        loader=MAIL,
        authors=_senders(message) or article.authors,
        published=_date(message) or article.published,
    )


def _is_stub(plain: str, markup: str) -> bool:
    """Return whether the plain part of a mail holds a fraction of the words of its HTML."""
    root = fragment(markup) if markup.strip() else None
    return root is not None and len(words_of(root).split()) > _STUB * len(plain.split())


def _is_page(message: EmailMessage, source: Source) -> bool:
    by_browser = "snapshot-content-location" in message or "content-location" in message
    named = source.location.lower().endswith((".mht", ".mhtml"))
    return by_browser or named or not message.get("to")


def _of_page(source: Source, message: EmailMessage) -> Article:
    from reader.article.loaders.web_page import load as load_page

    page = next(_parts(message, "text/html"), None)
    if page is None:
        raise ArticleError(f"{source.name} holds no web page; save the page again.")
    markup = _decoded(source, page)
    where = (message.get("snapshot-content-location"), page.get("content-location"))
    address = next(
        (str(each).strip() for each in where if str(each or "").lower().startswith("http")), ""
    )
    article = load_page(replace(source, text=markup, address=address))
    return replace(article, loader=MHTML)


def _of_plain(source: Source, message: EmailMessage, plain: str) -> Article:
    body = _SIGNATURE.sub("", plain).strip("\n")
    subject = _subject(message)
    text = f"{subject}\n\n{body}" if subject else body
    found = structure(text)
    blocks = list(found.blocks)
    if subject and blocks:
        blocks[0] = replace(blocks[0], kind="headline", level=0)
    return Article(
        text=text,
        blocks=tuple(blocks),
        title=subject or found.title or first_words(text),
        location=source.location,
        loader=MAIL,
        authors=found.authors or _senders(message),
        outlet=found.outlet,
        published=_date(message),
        links=tuple(bare_links(text)),
        notices=(*source.notices, *found.notices),
    )


def _subject(message: EmailMessage) -> str:
    return " ".join(_REPLY.sub("", _header(message, "subject")).split())


def _parts(message: EmailMessage, media_type: str) -> Iterator[EmailMessage]:
    for part in message.walk():
        if part.get_content_type() == media_type and not part.is_attachment():
            yield part


def _words(source: Source, message: EmailMessage, media_type: str) -> str:
    """Return the words of the parts of a kind, those of an attached mail behind its headers."""
    found: list[str] = []
    for part in message.walk():
        attached = part.get_payload() if part.get_content_type() == "message/rfc822" else None
        inner = attached[0] if isinstance(attached, list) and attached else None
        if media_type == "text/plain" and isinstance(inner, EmailMessage):
            found.append(_attached(inner))
        elif part.get_content_type() == media_type and not part.is_attachment():
            found.append(_decoded(source, part))
    return "\n\n".join(found)


def _attached(message: EmailMessage) -> str:
    """Return the headers of a mail in a mail, so that nobody takes its words for the sender's."""
    said = ((name, " ".join(_header(message, name).split())) for name in _FORWARDED)
    return "\n".join(f"{name}: {words}" for name, words in said if words)


def _decoded(source: Source, part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return ""
    decode = decode_page if part.get_content_type() == "text/html" else decode_declared
    text = repaired(decode(data, source.name, part.get_content_charset())[0])[0]
    form = {name: str(part.get_param(name)).lower() for name in ("format", "delsp")}
    return _unfolded(text, form["delsp"] == "yes") if form["format"] == "flowed" else text


def _unfolded(text: str, drop_space: bool) -> str:
    """Return the paragraphs of flowed text (RFC 3676).

    A line that ends with a space goes on in the next of as many signs of quotation; a space that
    keeps a line from looking quoted is taken off.
    """
    lines: list[str] = []
    before, goes_on = "", False
    for line in text.split("\n"):
        quoted = _QUOTED.match(line)[0]  # type: ignore[index]
        words = line[len(quoted) :].removeprefix(" ")
        if goes_on and quoted == before and words != "-- ":
            lines[-1] = (lines[-1][:-1] if drop_space else lines[-1]) + words
        else:
            lines.append(f"{quoted} {words}" if quoted else words)
        before, goes_on = quoted, words.endswith(" ") and words != "-- "
    return "\n".join(lines)


def _header(message: EmailMessage, name: str) -> str:
    """Return a header's words; "" when it is missing or cannot be read."""
    try:
        return str(message.get(name) or "")
    except (MessageError, ValueError, IndexError):
        return ""


def _senders(message: EmailMessage) -> tuple[str, ...]:
    pairs = getaddresses([_header(message, "from")])
    return tuple(name or address for name, address in pairs if name or address)


def _date(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(_header(message, "date")).isoformat()
    except (TypeError, ValueError):
        return None
