"""The reading screen: desk, article, findings and notes, and the lines at the foot.

It lays out the panes and passes on what they say. What commands do stands in reader.ui.commands,
what is shown is worked out by plain functions from the value ``reading``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key, Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static

from reader.session.findings_outline import one_line
from reader.session.reading import Reading
from reader.text.cells import printable
from reader.ui.article_pane.keyboard import stroke_of
from reader.ui.article_pane.pane import ArticlePane
from reader.ui.behind import run_behind
from reader.ui.key_sequences import Asked, KeySequences, Pending
from reader.ui.keymap import ON_FINDINGS, Context, Keys
from reader.ui.list_messages import ArticleChosen, FindingChosen, RecordChosen
from reader.ui.pane_layers import FINDINGS, NOTES, finding_mark, finding_marks, record_marks
from reader.ui.prompt import Prompt
from reader.ui.status_line import Hints, StatusLine, told_selection

if TYPE_CHECKING:
    from reader.config import Settings
    from reader.ui.app import ReaderApp
    from reader.ui.commands.comparing import Comparing
    from reader.ui.commands.correcting import Correcting
    from reader.ui.commands.desking import Desking
    from reader.ui.commands.exporting import Exporting
    from reader.ui.commands.mark_ends import MarkEnds
    from reader.ui.commands.marking import Marking
    from reader.ui.commands.searching import Searching
    from reader.ui.commands.windows import Windows
    from reader.ui.desk_list import DeskList
    from reader.ui.side_pane import SidePane

Doing = Callable[[Asked], None]
DRAWN = 0.05
"""Seconds from a layout until it is surely drawn."""
LISTS_PAUSE = 0.1
"""Seconds after a change before the lists beside the article are drawn again."""


class ReadScreen(Screen[None]):
    """One article in view; ``reading`` is None while none is."""

    app: ReaderApp
    HORIZONTAL_BREAKPOINTS: ClassVar = [(0, "-narrow"), (100, "-medium"), (140, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar = [(0, "-low"), (16, "-high")]
    AUTO_FOCUS = "ArticlePane"

    def __init__(self, settings: Settings, keys: Keys) -> None:
        super().__init__()
        self.settings = settings
        self.keys = keys
        self.reading: Reading | None = None
        self.blind = settings.blind
        self._list_keys = KeySequences(keys)
        self._lists_due: Timer | None = None
        self.lists_ready = False
        self._refusal = ""

    # The commands are loaded behind the first frame, or with the first key.

    @cached_property
    def windows(self) -> Windows:
        from reader.ui.commands.windows import Windows

        return Windows(self)

    @cached_property
    def marking(self) -> Marking:
        from reader.ui.commands.marking import Marking

        return Marking(self)

    @cached_property
    def ends(self) -> MarkEnds:
        from reader.ui.commands.mark_ends import MarkEnds

        return MarkEnds(self)

    @cached_property
    def searching(self) -> Searching:
        from reader.ui.commands.searching import Searching

        return Searching(self)

    @cached_property
    def correcting(self) -> Correcting:
        from reader.ui.commands.correcting import Correcting

        return Correcting(self)

    @cached_property
    def exporting(self) -> Exporting:
        from reader.ui.commands.exporting import Exporting

        return Exporting(self)

    @cached_property
    def desking(self) -> Desking:
        from reader.ui.commands.desking import Desking

        return Desking(self)

    @cached_property
    def comparing(self) -> Comparing:
        from reader.ui.commands.comparing import Comparing

        return Comparing(self)

    @cached_property
    def _doings(self) -> dict[str, Doing]:
        return {
            **self.windows.commands(),
            **self.marking.commands(),
            **self.searching.commands(),
            **self.correcting.commands(),
            **self.exporting.commands(),
            **self.comparing.commands(),
            **self.desking.commands(),
        }

    def fit(self, size: Size) -> None:
        """Take the classes of a screen of this size.

        Textual takes them once it has laid out the screen, which shows a wrong layout first.
        """
        widths, heights = self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS
        fitting = {name: False for _, name in (*widths, *heights)}
        for cells, breakpoints in ((size.width, widths), (size.height, heights)):
            fitting[[name for least, name in breakpoints if least <= cells][-1]] = True
        self.update_classes(fitting, update=self.is_attached, animate=False)

    def on_resize(self, event: Resize) -> None:
        self.fit(event.size)

    def on_mount(self) -> None:
        self.app.begin()
        if self.app.starts_with_desk:
            # On a first start an article may be there already.
            self.set_class(self.reading is None, "-desk-open")
            self.call_next(self._mount_lists)
        else:
            self.behind_the_frame(self._mount_lists)

    def behind_the_frame(self, work: Callable[[], object]) -> None:
        """Do some work once the next frame is on the screen.

        Textual calls back when a layout is made, which is before it is drawn.
        """
        self.call_after_refresh(self.set_timer, DRAWN, work)

    async def _mount_lists(self) -> None:
        """Mount the lists beside the article, once it is on the screen."""
        from reader.ui.desk_list import DeskList
        from reader.ui.side_pane import SidePane

        for place, lists in (("#desk", DeskList), ("#side", SidePane)):
            area = self.query_one(place)
            if not area.is_attached:
                return  # the app was left meanwhile
            await area.mount(lists())
        if not self.is_attached:
            return
        self.lists_ready = True
        self.show_desk()
        self.show_lists()
        self.app.opening.lists_mounted()
        # Once the lists are drawn: what is loaded takes the interpreter from the loop.
        self.behind_the_frame(
            lambda: run_behind(self, load_ahead, "loading the note editor and review")
        )

    def compose(self) -> ComposeResult:
        # While nothing is there yet that would be styled anew.
        self.set_class(self.app.starts_with_desk, "-desk-open")
        with Horizontal(id="body"):
            with Vertical(id="desk"):
                yield Static("Desk", id="desk-title", classes="pane-title", markup=False)
                yield Static("", id="desk-heading", markup=False)
            with Vertical(id="article-column"):
                yield Static("", id="article-title", classes="pane-title", markup=False)
                yield ArticlePane(keys=self.keys, id="article")
            yield Vertical(id="side")
        yield Prompt()
        yield StatusLine()
        yield Hints(self.keys)

    @property
    def pane(self) -> ArticlePane:
        return self.query_one(ArticlePane)

    @property
    def side(self) -> SidePane:
        return self.query_one("#side-lists")

    @property
    def desk_list(self) -> DeskList:
        return self.query_one("#desk-list")

    @property
    def status(self) -> StatusLine:
        return self.query_one(StatusLine)

    @property
    def prompt(self) -> Prompt:
        return self.query_one("#prompt")

    def tell(self, sentence: str, *, loud: bool = False) -> None:
        """Say something in the status line; ``loud`` also as a notice that stays a while."""
        self.status.message = sentence
        if loud:
            self.notify(printable(sentence), severity="warning", markup=False, timeout=10)

    def refuse(self, sentence: str) -> None:
        """Say why a key did nothing; with the next key it is said no longer."""
        self.tell(sentence)
        self._refusal = sentence

    def forget_refusal(self) -> None:
        if self._refusal and self.status.message == self._refusal:
            self.status.message = ""
        self._refusal = ""

    @cached_property
    def colours(self) -> dict[str, str]:
        """Colours of tags and of the user's own labels, by name."""
        own = {label.type: label.colour for label in self.settings.labels if label.colour}
        return {**own, **self.settings.colours}

    def to_article(self) -> None:
        """Give the keys to the article, at once: those typed ahead are for it."""
        self.set_focus(self.pane)

    # -- what is shown

    def show_reading(self, reading: Reading, offset: int) -> None:
        """Show another article, at ``offset``."""
        self.reading = reading
        self.query_one("#article-title", Static).update(printable(one_line(reading.article.title)))
        self.pane.show(reading.article, offset=offset)
        self.pane.hide_layer(FINDINGS, self.blind)
        self.show_findings()
        self.show_records()

    def change(self, reading: Reading) -> None:
        """Show what is new in ``reading``, the same article."""
        before, self.reading = self.reading, reading
        if before is None or before.found is not reading.found:
            self.show_findings()
        elif before.findings is not reading.findings:
            self._show_corrected(before, reading)
        self.show_records()

    def _show_corrected(self, before: Reading, after: Reading) -> None:
        """Draw anew what a correction changed, and nothing else of a long article."""
        for gone in before.by_id.keys() - after.by_id.keys():
            self.pane.remove_mark(FINDINGS, gone)
        for finding_id, finding in after.by_id.items():
            if before.by_id.get(finding_id) is not finding:
                self.pane.put_mark(FINDINGS, finding_mark(finding))

    def show_findings(self) -> None:
        if self.reading is not None:
            self.pane.set_layer(FINDINGS, finding_marks(self.reading.findings))
            self.show_lists_soon()

    def show_records(self) -> None:
        if self.reading is not None:
            marks = record_marks(self.reading.placed, self.colours)
            self.pane.set_layer(NOTES, marks)
        self.show_lists_soon()

    def show_lists_soon(self) -> None:
        if self._lists_due is None:
            self._lists_due = self.set_timer(LISTS_PAUSE, self.show_lists)

    def show_lists(self) -> None:
        """Draw the desk and the tabs anew, where they changed."""
        if self._lists_due is not None:
            self._lists_due.stop()
            self._lists_due = None
        if not self.lists_ready:
            return
        from reader.session.notes_outline import claim_rows, note_rows

        reading = self.reading
        self.desk_list.mark_current(self.app.notebook.article_id)
        if reading is None:
            return
        shown = not self.blind
        self.side.show_findings(reading.outline if shown else ())
        self.side.show_notes(*note_rows(reading.placed))
        self.side.show_claims(claim_rows(reading.placed))

    def show_desk(self) -> None:
        """Show the articles that the desk has now."""
        if not self.lists_ready:
            return
        desk = self.app.desk
        self.query_one("#desk-title", Static).update(printable(desk.title))
        if desk.rows is not None:
            self.desk_list.show_rows(desk.rows, desk.told_empty)

    # -- keys and commands

    @property
    def context(self) -> Context:
        if self.focused is not None and self.focused.id == "desk-list":
            return "desk"
        if self.focused is not None and not isinstance(self.focused, ArticlePane):
            return "list"
        return "select" if self.pane.selection is not None else "read"

    def perform(self, asked: Asked) -> None:
        """Do a command, wherever it was asked for."""
        doing = self._doings.get(asked.command)
        if doing is not None:
            doing(asked)
        elif not self.pane.act(asked.command, asked.count, asked.character):
            self.refuse(f"“{asked.command}” cannot be done here.")

    def on_key(self, event: Key) -> None:
        """Keys that the focused pane left: those of the lists, and all of an empty screen."""
        if isinstance(self.focused, Input):
            return
        outcome = self._list_keys.feed(self.context, stroke_of(event))
        self.status.pending = outcome.typed if isinstance(outcome, Pending) else ""
        if isinstance(outcome, Asked):
            event.stop()
            event.prevent_default()
            self.perform(outcome)
        elif isinstance(outcome, Pending):
            event.stop()
            event.prevent_default()

    @on(ArticlePane.Requested)
    def _requested(self, event: ArticlePane.Requested) -> None:
        event.stop()
        self.perform(Asked(event.command, event.count, event.character))

    @on(ArticlePane.KeysPending)
    def _pending(self, event: ArticlePane.KeysPending) -> None:
        self.status.pending = event.typed

    @on(ArticlePane.Refused)
    def _refused(self, event: ArticlePane.Refused) -> None:
        self.refuse(self._without_findings(event.command) or event.reason)

    def _without_findings(self, command: str) -> str:
        """Why a command about findings reaches none that may be there all the same."""
        if command not in ("finding-next", "finding-previous", "jump"):
            return ""
        if self.blind:
            key = next(iter(self.keys.of("blind")), "")
            return f"What the machine found is hidden; {key} shows it."
        return "Names and quotes are still looked for." if self.app.opening.looking else ""

    @on(ArticlePane.ProgressChanged)
    def _progressed(self, event: ArticlePane.ProgressChanged) -> None:
        self.status.progress = event.progress

    @on(ArticlePane.FindChanged)
    def _found(self, event: ArticlePane.FindChanged) -> None:
        self.searching.tell_found(event.query, event.current, event.total, event.gone_round)

    @on(ArticlePane.SelectionChanged)
    def _selected(self, event: ArticlePane.SelectionChanged) -> None:
        text, before = self.pane.reading.text, self.status.selected
        self.status.selected = told_selection(event.selection, event.span, text)
        if not before:
            self.status.message = ""
        self._show_context()

    def on_descendant_focus(self) -> None:
        self._show_context()

    def on_descendant_blur(self) -> None:
        self._list_keys.clear()

    def _show_context(self) -> None:
        hints = self.query_one(Hints)
        hints.context = self.context
        on_findings = self.focused is not None and self.focused.id == "findings"
        hints.among = ON_FINDINGS if on_findings else ()

    @on(ArticlePane.Selected)
    def _selected_by_mouse(self) -> None:
        self.marking.offer()

    @on(ArticlePane.LinkActivated)
    def _link_activated(self, event: ArticlePane.LinkActivated) -> None:
        self.windows.open_link(event.url)

    @on(ArticlePane.MarkPressed)
    def _mark_pressed(self) -> None:
        self.windows.card()

    # -- lists

    def on_desk_list_widened(self, event: DeskList.Widened) -> None:
        from reader.ui.desk_list import heading

        told = heading(event.width)
        line = self.query_one("#desk-heading", Static)
        line.display = bool(told)
        line.update(told)

    @on(FindingChosen)
    def _finding_chosen(self, event: FindingChosen) -> None:
        self.pane.go_to_mark(FINDINGS, event.finding)
        self.windows.leave_drawer()

    @on(RecordChosen)
    def _record_chosen(self, event: RecordChosen) -> None:
        reading = self.reading
        placed = reading.placed_by_id.get(event.record) if reading else None
        if placed is None or placed.start is None:
            self.refuse("This note has lost its place in this version of the text.")
            return
        self.pane.go_to_mark(NOTES, event.record)
        self.windows.leave_drawer()

    @on(ArticleChosen)
    def _article_chosen(self, event: ArticleChosen) -> None:
        self.windows.leave_drawer()
        self.app.desk.open(event.article_id)


def load_ahead() -> None:
    """Load, behind the first frame, what the first mark, the first note and review need."""
    import reader.article.anchoring
    import reader.ui.commands.marking
    import reader.ui.dialogs.note_editor
    import reader.ui.review.screen  # noqa: F401
