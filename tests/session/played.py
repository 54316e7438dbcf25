"""A session without a screen, and a stage that answers for the person in front of it."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from reader.analysis.findings import spans_of
from reader.session import events
from reader.session.choice import Choice
from reader.session.session import Session
from reader.session.stage import Target
from reader.text.span import Span
from reader.ui.commands.articles import Articles
from reader.ui.commands.correcting import Correcting
from reader.ui.commands.desking import Desking
from reader.ui.commands.exporting import Exporting
from reader.ui.commands.marking import Marking
from reader.ui.commands.more_marking import MoreMarking
from reader.ui.commands.searching import Searching
from reader.ui.key_sequences import Asked
from reader.ui.keymap import COMMANDS
from reader.ui.keys import Keys
from reader.ui.review.choosing import Choosing
from reader.ui.review.claim_editing import ClaimEditing
from reader.ui.review.correcting import ItemCorrecting
from reader.ui.review.deciding import Deciding
from reader.ui.review.recall_commands import RecallCommands

LONGEST_WAIT = 120.0


async def until(true: Callable[[], Any]) -> Any:
    """Wait until ``true()`` is true and return it; fails when it does not become so."""
    end = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < end:
        value = true()
        if value:
            return value
        await asyncio.sleep(0.005)
    raise AssertionError("the state waited for did not come")


class Workers:
    """Threads and tasks of the running loop."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.tasks: set[asyncio.Future] = set()
        self.session: Session | None = None

    def start(self, work, *, group: str, exclusive: bool) -> None:
        task = asyncio.ensure_future(
            work() if inspect.iscoroutinefunction(work) else asyncio.to_thread(work)
        )
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self.loop.call_soon_threadsafe(self.session.drain)

    def after_frame(self, work) -> None:
        self.loop.call_soon(work)


@dataclass
class Played:
    """The session, what it emitted, and the stage.

    Answers are rows' ids, keys or typed lines, taken in turn; ``None`` closes a question. ``spans``
    are selected; else the cursor is meant.
    """

    session: Session
    events: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)
    spans: tuple[Span, ...] = ()
    cursor: int = 0
    context: str = "read"
    chosen: Target | None = None
    desk_row: Any = None
    desk_place: int = 0
    meant: str | None = None
    row: Any = None
    copied: str = ""
    place: int = 0

    def take(self, event) -> None:
        self.events.append(event)
        if isinstance(event, events.ArticleLeft):
            self.session.current.save_place(self.place)
        elif isinstance(event, events.Asked) and self.answers:
            self.ask(event.choice, event.then)

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def message(self) -> str:
        """What the status line says."""
        reported = self.of(events.Reported)
        return reported[-1].sentence if reported else ""

    async def saved(self) -> None:
        await until(lambda: not self.session.notebook.saving)

    def select(self, words: str) -> None:
        """Select the first place of ``words``."""
        start = self.session.reading.article.text.index(words)
        self.spans, self.context = (Span(start, start + len(words)),), "select"

    def go_to_finding(self, finding) -> None:
        """Put the cursor on a finding, meaning it."""
        self.end_selection()
        found = self.session.reading.findings.by_id[finding.id]
        self.cursor, self.meant = spans_of(found)[0].start, finding.id

    def do(self, command: str, *answers, count: int | None = None) -> None:
        """Do a command of reading, or of review while it is open; all answers are taken."""
        self.answers += answers
        doings = self._reading if self.session.review is None else self._reviewing
        doings[command](Asked(command, count))
        assert not self.answers

    @cached_property
    def _reading(self) -> dict[str, Any]:
        session = self.session
        marking = Marking(session, self)
        return {
            **Articles(session, self).commands(),
            **marking.commands(),
            **MoreMarking(session, self, marking).commands(),
            **Correcting(session, self, marking).commands(),
            **Searching(session, self).commands(),
            **Desking(session, self).commands(),
            **Exporting(session, self).commands(),
        }

    @property
    def _reviewing(self) -> dict[str, Any]:
        session, review = self.session, self.session.review
        deciding = Deciding(session, review, self, Keys(COMMANDS))
        editing = ClaimEditing(session, review, self, deciding)
        return {
            **deciding.commands(),
            **editing.commands(),
            **Choosing(session, review, self, editing).commands(),
            **ItemCorrecting(session, review, self).commands(),
            **RecallCommands(session, review, self, deciding).commands(),
        }

    # -- the stage

    def _answer(self, question, then, rows=()) -> None:
        self.asked.append(question)
        answer = self.answers.pop(0)
        if answer is not None:
            then(next((row.id for row in rows if row.key and row.key == answer), answer))

    def ask(self, choice: Choice, then, *, back: str = "article") -> None:
        self._answer(choice, then, choice.rows)

    def ask_line(self, question, then, *, back: str = "article") -> None:
        self._answer(question, then)

    def write_note(self, passage, text, draft, then) -> None:
        self.asked.append((passage, text))
        then(self.answers.pop(0))

    def pick(self, words, contexts, then, further) -> None:
        self._answer((words, contexts, further), then)

    def compare(self, reading, texts) -> None:
        self.asked.append(texts)

    def ask_filter(self, wanted, speaker, before, count, then) -> None:
        self.asked.append((wanted, speaker, before, count))
        then(self.answers.pop(0))

    def ask_evidence(self, words, others, draft, then, given=None) -> None:
        self._answer(given or draft, then)

    def show_speaker(self, speaker) -> None:
        self.asked.append(speaker)

    def show_reasons(self, item) -> None:
        self.asked.append(item)

    @property
    def target(self) -> Target:
        if self.chosen is not None:
            return self.chosen
        reading = self.session.reading
        own = (each.record.id for each in reading.records.placed if self._is_on(each.spans))
        return Target(next(own, None), next(iter(self.findings_here), None))

    def _is_on(self, spans) -> bool:
        return any(self.cursor in span for span in spans)

    @property
    def findings_here(self) -> list[str]:
        if self.chosen is not None:
            return [self.chosen.finding] if self.chosen.finding else []
        by_id = self.session.reading.findings.by_id
        here = [each for each in by_id if self._is_on(spans_of(by_id[each]))]
        here.sort(key=lambda each: (each != self.meant, sum(map(len, spans_of(by_id[each])))))
        return here

    @property
    def is_meant(self) -> bool:
        return self.meant is not None

    def passage(self) -> tuple[Span, ...]:
        return self.spans or (self._layout.sentence_at(self.cursor),)

    def selected(self) -> Span | None:
        return self.spans[0] if self.spans else None

    def word(self) -> Span:
        return self._layout.word_at(self.cursor)

    @property
    def _layout(self):
        from reader.ui.article_pane.reading import Reading

        return Reading(self.session.reading.article)

    def grown(self, span: Span, by: int, unit, *, backwards: bool = False) -> Span:
        from reader.ui.article_pane.selection import grown

        return grown(self._layout, span, unit, by, backwards=backwards)

    def end_selection(self) -> None:
        self.spans, self.context, self.meant = (), "read", None

    def go_to(self, offset: int, *, jump: bool = True) -> None:
        self.cursor = offset

    def mean(self, mark: str) -> None:
        self.meant = mark

    def find(self, query: str, *, regex: bool = False) -> int:
        return self.session.reading.article.text.count(query) if query else 0

    def copy(self, text: str) -> None:
        self.copied = text

    def move_desk(self, by: int) -> None:
        self.desk_place += by

    def show_desk(self) -> None:
        """Nothing is drawn."""

    def to_desk(self) -> None:
        self.context = "desk"

    def close_drawers(self) -> None:
        self.context = "read"


@contextlib.asynccontextmanager
async def played(settings, article=None, **more) -> AsyncIterator[Played]:
    """Run a session that runs, and is left as a person leaves it."""
    workers = Workers()
    holder: list[Played] = []
    session = Session(
        settings, workers, lambda event: holder[0].take(event), article=article, **more
    )
    workers.session = session
    holder.append(Played(session))
    session.start()
    session.begin()
    session.first_frame_shown()
    await until(lambda: session.notebook.opened or session.notebook.fault)
    if article is not None:
        await until(lambda: session.notebook.article_id or session.notebook.fault)
    yield holder[0]
    if not session.leaving:
        session.leave()
    await until(lambda: holder[0].of(events.Left))
