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
    """
    mails = list(_mails(source.data))
    if not mails:
        raise ArticleError(f"{source.name} is a mailbox without a mail; there is nothing to read.")
    if len(mails) == 1:
        return _article(source, mails[0])
    raise SeveralArticlesError(
        Contents(
            title=source.location.replace("\\", "/").rpartition("/")[2],
            location=source.location,
            kind="mailbox",
            items=tuple(_item(source, mail) for mail in mails),
            notices=source.notices,
        )
    )


def _mails(data: bytes) -> Iterator[bytes]:
    begins = list(_BEGINS.finditer(data))
    ends = [*(each.start() for each in begins[1:]), len(data)]
    for begin, end in zip(begins, ends, strict=False):
        mail = _QUOTED.sub(rb"\1", data[begin.end() : end])
        if mail.strip():
            yield mail


def _item(source: Source, mail: bytes) -> Item:
    about = header_of(mail)
    mark = "m" + hashlib.sha256(about.identity.encode() or mail).hexdigest()[:10]
    return Item(
        mark=mark,
        title=about.subject or "Without a subject",
        published=about.date or "",
        summary=", ".join(about.senders),
        own=partial(_article, source, mail, f"#{mark}"),
    )


def _article(source: Source, mail: bytes, part: str = "") -> Article:
    article = load_mail(replace(source, data=mail))
    return replace(article, loader=NAME, location=f"{source.location}{part}")
