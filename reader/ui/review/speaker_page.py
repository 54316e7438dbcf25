"""The page of a speaker: all they said on the desk, where, when, and what it was found to be."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from reader.review.speakers import Speaker, Statement
from reader.text.plural import counted
from reader.ui.dialogs.dialog import Dialog
from reader.ui.review.parts import FAINT, TITLE, Part, plain


class SpeakerPage(Dialog[None]):
    """Esc or q closes it."""

    def __init__(self, speaker: Speaker) -> None:
        super().__init__()
        self._speaker = speaker

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="speaker-page"):
            yield Static(Content.assemble(*page_parts(self._speaker)), markup=False)

    def on_key(self, event: Key) -> None:
        if event.key == "escape" or event.character == "q":
            event.stop()
            self.dismiss(None)
        elif event.character in ("j", "k", " "):
            event.stop()
            page = self.query_one(VerticalScroll)
            move = {"j": page.scroll_down, "k": page.scroll_up, " ": page.scroll_page_down}
            move[event.character](animate=False)


def page_parts(speaker: Speaker) -> Iterator[Part]:
    """Yield the page in words; statements of one article stand together."""
    yield f"{plain(speaker.name)}\n", TITLE
    for role in speaker.roles:
        yield f"{plain(role)}\n", ""
    if speaker.aliases:
        yield f"also: {', '.join(map(plain, speaker.aliases))}\n", FAINT
    count, articles = len(speaker.statements), speaker.articles
    yield f"{counted(count, 'statement')} in {counted(articles, 'article')}\n", FAINT
    here = ""
    for each in speaker.statements:
        if each.article_id != here:
            here = each.article_id
            yield f"\n{plain(each.title)}{_when(each)}\n", "bold"
        yield f"“{plain(each.text)}”\n", ""
        verdicts = ", ".join(
            f"{plain(one.label)}{f' ({plain(one.reviewer)})' if one.reviewer else ''}"
            for one in each.verdicts
        )
        if verdicts or each.status:
            yield f"  {verdicts or each.status}\n", TITLE


def _when(each: Statement) -> str:
    parts = [plain(part) for part in (each.outlet, each.said_on) if part]
    return f" · {', '.join(parts)}" if parts else ""
