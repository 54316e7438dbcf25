"""Mailboxes: the mails of one file, picked by number or by a mark that stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.article.article import ArticleError
from reader.article.contents import SeveralArticlesError
from reader.article.opening import open_article

FIRST = (
    "From gesa@post.example Mon Nov 23 10:00:00 2026\n"
    "From: Gesa Thorne <gesa@post.example>\nSubject: Re: =?utf-8?q?D=C3=A9j=C3=A0_vu?=\n"
    "Message-ID: <one@post.example>\nDate: Mon, 23 Nov 2026 10:00:00 +0000\n\n"
    "The quay was closed.\n\n>From the town nobody came.\nFrom now on it is open.\n"
)
SECOND = (
    "From idris@post.example Tue Nov 24  1:02:03 2026\n"
    "From: idris@post.example\nMessage-ID: <two@post.example>\n\nIt was opened.\n"
)


def mailbox(tmp_path: Path, text: str, name: str = "letters.mbox") -> str:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return str(path)


@pytest.mark.parametrize("name", ["letters.mbox", "letters"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_its_mails_are_listed_and_one_is_read(tmp_path: Path, name: str, ends: str) -> None:
    place = mailbox(tmp_path, f"{FIRST}\n{SECOND}".replace("\n", ends), name)
    with pytest.raises(SeveralArticlesError, match="a mailbox of 2 mails") as several:
        open_article(place)
    first, second = several.value.contents.items
    assert (first.title, second.title) == ("Déjà vu", "Without a subject")
    assert first.published == "2026-11-23T10:00:00+00:00"
    article = open_article(f"{place}#1")
    assert article.text == (
        "Déjà vu\n\nThe quay was closed.\n\nFrom the town nobody came.\nFrom now on it is open."
    )
    assert article.authors == ("Gesa Thorne",)
    assert article.location == f"{place}#{first.mark}"


def test_a_mail_keeps_its_mark_when_others_come_before_it(tmp_path: Path) -> None:
    place = mailbox(tmp_path, f"{FIRST}\n{SECOND}")
    with pytest.raises(SeveralArticlesError) as several:
        open_article(place)
    _, second = several.value.contents.items
    mailbox(tmp_path, f"{SECOND}\n{FIRST}")
    assert open_article(f"{place}#{second.mark}").text == "It was opened."


def test_one_mail_opens_at_once_and_none_is_reported(tmp_path: Path) -> None:
    assert open_article(mailbox(tmp_path, SECOND)).text == "It was opened."
    with pytest.raises(ArticleError, match="without a mail"):
        open_article(mailbox(tmp_path, "Nothing here.\n"))


def test_a_text_that_begins_like_one_is_a_text(tmp_path: Path) -> None:
    place = mailbox(tmp_path, "From Monday on, 2026\n\nThe quay is open.\n", "open.txt")
    assert open_article(place).title == "From Monday on, 2026"


@pytest.mark.parametrize("line", ["From -", "From", "From ada@post.example"])
def test_mails_split_by_a_line_without_a_date(tmp_path: Path, line: str) -> None:
    one = f"{line}\nSubject: One\nFrom: a@post.example\n\nThe quay.\n\nFrom here on it is dry.\n"
    two = f"{line}\nFrom: b@post.example\nSubject: Two\n\nThe dam.\n"
    with pytest.raises(SeveralArticlesError) as several:
        open_article(mailbox(tmp_path, f"{one}\n{two}"))
    assert [item.title for item in several.value.contents.items] == ["One", "Two"]
