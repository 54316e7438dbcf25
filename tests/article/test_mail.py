"""Mails, and pages that browsers saved as mail."""

from __future__ import annotations

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from reader.article.article import Article, ArticleError
from reader.article.opening import open_article

PAGES = Path(__file__).parent / "pages"


def opened(tmp_path: Path, data: bytes, name: str = "letter.eml") -> Article:
    path = tmp_path / name
    path.write_bytes(data)
    return open_article(str(path))


def letter(text: str = "", markup: str = "", **headers: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = headers.get("subject", "Fwd: Déjà vu at the quay")
    message["From"] = headers.get("sender", '"Gesa Thorne" <gesa@wire.example>')
    message["To"] = "desk@post.example"
    message["Date"] = headers.get("date", "Sat, 14 Nov 2026 06:30:00 +0000")
    if text:
        message.set_content(text)
    if markup and text:
        message.add_alternative(markup, subtype="html")
    elif markup:
        message.set_content(markup, subtype="html")
    return message.as_bytes()


def test_a_mail_of_plain_text(tmp_path: Path) -> None:
    text = "The quay was closed for the “second” time.\n\nNobody knew why.\n-- \nGesa\nPhone 1234\n"
    article = opened(tmp_path, letter(text, "<p>Not this.</p>"))
    assert article.title == "Déjà vu at the quay"
    assert article.text == (
        "Déjà vu at the quay\n\nThe quay was closed for the “second” time.\n\nNobody knew why."
    )
    kinds = [block.kind for block in article.blocks]
    assert kinds == ["headline", "paragraph", "paragraph"]
    assert article.blocks[1].span.slice(article.text).startswith("The quay was")
    assert article.authors == ("Gesa Thorne",)
    assert article.published == "2026-11-14T06:30:00+00:00"


def test_a_mail_of_html_alone(tmp_path: Path) -> None:
    markup = (PAGES / "captions.html").read_text(encoding="utf-8")
    article = opened(tmp_path, letter(markup=markup))
    assert "nine passengers a day" in article.text
    assert article.authors == ("Gesa Thorne",)


def test_a_mail_on_standard_input_is_known_by_its_headers() -> None:
    import io

    data = letter("The quay was closed.\n\nNobody knew why.\n")
    article = open_article("-", stdin=io.BytesIO(b"Received: from a by b\r\n" + data))
    assert article.loader == "mail 2"


def test_a_text_that_begins_like_a_mail_is_a_text(tmp_path: Path) -> None:
    text = b"From: a distance it looked like a ship.\n\nIt was none."
    assert opened(tmp_path, text, "story.txt").text == text.decode()


def test_a_mail_without_text(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", "Picture"
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    with pytest.raises(ArticleError, match="mail without text"):
        opened(tmp_path, message.as_bytes())


def test_damaged_headers_do_not_keep_a_mail_from_being_read(tmp_path: Path) -> None:
    data = b"From: =?utf-8?q?broken <<>>,,\nDate: never\nSubject: \xff\xfe\n\nThe quay was shut.\n"
    article = opened(tmp_path, data)
    assert "The quay was shut." in article.text
    assert article.published is None


@pytest.mark.parametrize("name", ["page.mhtml", "page.mht"])
def test_a_page_saved_by_a_browser(tmp_path: Path, name: str) -> None:
    whole = MIMEMultipart("related", type="text/html")
    whole["From"] = "<Saved by Blink>"
    whole["Snapshot-Content-Location"] = "https://courier.example/live/1"
    whole["Subject"] = "Ferry company cancels"
    page = MIMEText((PAGES / "list_article.html").read_text("utf-8"), "html", "utf-8")
    page["Content-Location"] = "https://courier.example/live/1"
    whole.attach(page)
    whole.attach(MIMEText("body { color: red }", "css"))
    article = opened(tmp_path, whole.as_bytes(), name)
    assert article.loader == "mhtml 1"
    assert article.title == "Five things to know about the reservoir vote"
    assert article.url == "https://courier.example/live/1"
    assert "color" not in article.text


def test_a_saved_page_without_a_page(tmp_path: Path) -> None:
    whole = MIMEMultipart("related")
    whole.attach(MIMEText("body {}", "css"))
    with pytest.raises(ArticleError, match="no web page"):
        opened(tmp_path, whole.as_bytes(), "page.mhtml")


def test_flowed_text_has_whole_paragraphs(tmp_path: Path) -> None:
    report = (
        "From: a@post.example\r\nTo: b@post.example\r\nSubject: The quay\r\n"
        "Content-Type: text/plain; charset=utf-8; format=Flowed\r\n\r\n"
        "The quay was closed \r\nfor the second time.\r\n From here on it is open.\r\n"
        "> Was it closed \r\n> twice?\r\nYes.\r\n-- \r\nGesa\r\n"
    )
    assert opened(tmp_path, report.encode()).text == (
        "The quay\n\nThe quay was closed for the second time.\nFrom here on it is open.\n"
        "> Was it closed twice?\nYes."
    )
    without_spaces = report.replace("Flowed", "flowed; delsp=yes").encode()
    assert "closedfor the" in opened(tmp_path, without_spaces).text


STORY = "<p>The dam at Orrin will be raised by a metre, the board said on Monday.</p>" * 3


def test_the_subject_is_the_headline_of_a_mail_in_html(tmp_path: Path) -> None:
    article = opened(tmp_path, letter(markup=STORY, subject="Dam to rise"))
    heads = [each.span.slice(article.text) for each in article.blocks if each.kind == "headline"]
    assert heads == ["Dam to rise"]
    assert article.title == "Dam to rise"
    assert article.text.startswith("Dam to rise\n\nThe dam at Orrin")


def test_a_heading_of_another_wording_is_below_the_subject(tmp_path: Path) -> None:
    markup = f"<h1>Water news</h1>{STORY}<p>See <a href='https://dam.example/'>the plan</a>.</p>"
    article = opened(tmp_path, letter(markup=markup, subject="Dam to rise"))
    assert [each.kind for each in article.blocks].count("headline") == 1
    assert [article.text[each.start : each.end] for each in article.links] == ["the plan"]


def test_a_stub_in_place_of_a_newsletter_is_passed_over(tmp_path: Path) -> None:
    stub = "This letter looks better in a browser: https://dam.example/7"
    article = opened(tmp_path, letter(stub, STORY, subject="Dam to rise"))
    assert "looks better" not in article.text
    assert "The dam at Orrin" in article.text


def test_a_mail_in_a_mail_keeps_its_own_sender(tmp_path: Path) -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Bo Moe <bo@isles.example>", "The berth"
    inner.set_content("The berth is shut.\n")
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "Gesa Thorne <gesa@wire.example>", "See this"
    outer.set_content("What do you make of it?\n")
    outer.add_attachment(inner)
    text = opened(tmp_path, outer.as_bytes()).text
    assert text.index("What do you") < text.index("From: Bo Moe") < text.index("The berth is shut.")
