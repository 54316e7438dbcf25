"""Mailboxes (mbox): the mails of one file, listed to pick from.

A mail begins at a line "From sender date" behind a blank one (RFC 4155), or at "From -" or "From"
alone with a header behind it, as mail programs write it; a line of its text that begins so has ">"
in front, which is taken off.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from mmap import mmap

from reader.article.article import Article, ArticleError
from reader.article.contents import Contents, Item, SeveralArticlesError
from reader.article.loaders.mail import header_of, load_mail
from reader.article.source import Source

NAME = "mailbox 1"
_BEGINS = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From(?:[ ]\S[^\n]*\d{4}[^\n]{0,20}\n"
    rb"|[^\n]{0,200}\n(?=(?i:Return-Path|Received|Date|From|To|Subject|Message-ID|Reply-To|"
    rb"MIME-Version|Content-Type|Delivered-To|X-[\w-]{1,60}):))"
)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


def load(source: Source) -> Article:
    """Return the only mail of a mailbox.

    SeveralArticlesError with the contents when there are more.

    Raises ArticleError where there is no mail in it.
    """
    mails = [mail for mail, _ in mails_in(source.data)]
    if not mails:
        raise ArticleError(f"{source.name} is a mailbox without a mail; there is nothing to read.")
    if len(mails) == 1:
        return mail_article(source, mails[0])
    raise SeveralArticlesError(
        Contents(
            title=source.location.replace("\\", "/").rpartition("/")[2],
            location=source.location,
            kind="mailbox",
            items=tuple(_item(source, mail) for mail in mails),
            notices=source.notices,
        )
    )


def mails_in(data: bytes | mmap) -> Iterator[tuple[bytes, int]]:
    """Each mail of a mailbox, with the place behind it."""
    places = chain(
        ((each.start(), each.end()) for each in _BEGINS.finditer(data)), [(len(data), 0)]
    )
    begin = next(places)[1]
    for end, following in places:
        mail = _QUOTED.sub(rb"\1", data[begin:end])
        if mail.strip():
            yield mail, end
        begin = following


def mark_of(mail: bytes) -> str:
    """Return what names a mail in its mailbox, and stays the same while that grows."""
    return "m" + hashlib.sha256(header_of(mail).identity.encode() or mail).hexdigest()[:10]


def _item(source: Source, mail: bytes) -> Item:
    about = header_of(mail)
    mark = mark_of(mail)
    return Item(
        mark=mark,
        title=about.subject or "Without a subject",
        published=about.date or "",
        summary=", ".join(about.senders),
        own=partial(mail_article, source, mail, f"#{mark}"),
    )


def mail_article(source: Source, mail: bytes, part: str = "") -> Article:
    """Return the article of one mail; ``part`` is added to its source's location. ArticleError."""
    article = load_mail(replace(source, data=mail))
    return replace(article, loader=NAME, location=f"{source.location}{part}")
