"""The pane beside the article: tabs Findings, Notes and Claims."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from reader.session.findings_outline import Node
from reader.session.notes_outline import NoteRow
from reader.session.people_signs import Named
from reader.text.cells import printable
from reader.ui.findings_tree import FindingsTree
from reader.ui.people_colours import person_style
from reader.ui.record_list import RecordList

TABS: tuple[tuple[str, str], ...] = (
    ("findings", "Findings"),
    ("notes", "Notes"),
    ("claims", "Claims"),
)


class TabLine(Static):
    """The names of the tabs with their counts; the current one is bold and bracketed."""

    current: reactive[str] = reactive("findings")

    def __init__(self) -> None:
        super().__init__("", id="tabs", markup=False)
        self.counts: dict[str, int] = {}

    def render(self) -> Content:
        parts: list[tuple[str, str] | str] = []
        for tab, name in TABS:
            count = self.counts.get(tab)
            label = f"{name} {count}" if count else name
            parts.append((f"[{label}]", "bold $accent") if tab == self.current else f" {label} ")
        return Content.assemble(*parts)

    def tab_at(self, x: int) -> str | None:
        end = 0
        for tab, name in TABS:
            count = self.counts.get(tab)
            end += len(f"{name} {count}" if count else name) + 2
            if x < end:
                return tab
        return None


class SidePane(Vertical):
    """Shows outlines and rows; says by messages of its lists what was chosen."""

    def __init__(self) -> None:
        super().__init__(id="side-lists")
        self.outline: tuple[Node, ...] = ()
        self.state = ""
        self.people: list[Named] = []

    def compose(self) -> ComposeResult:
        yield TabLine()
        yield Static("", id="finding-state", markup=False)
        yield Static("", id="people", markup=False)
        with ContentSwitcher(initial="findings"):
            yield FindingsTree()
            yield RecordList(id="notes", empty="No notes yet: a on a sentence makes one.")
            yield RecordList(id="claims", empty="No claims yet: c on a quote makes one.")

    @property
    def tab(self) -> str:
        return self.query_one(TabLine).current

    @property
    def shown_list(self) -> Widget:
        """The list of the current tab."""
        return self.query_one(f"#{self.tab}")

    def show_tab(self, tab: str) -> None:
        self.query_one(TabLine).current = tab
        self.query_one(ContentSwitcher).current = tab
        self.show_state(self.state)
        self.show_people(self.people)

    def show_state(self, state: str) -> None:
        """Show a line over the findings: how far the search for them is, or why there are none."""
        self.state = state
        line = self.query_one("#finding-state", Static)
        line.display = bool(state) and self.tab == "findings"
        line.update(state)

    def show_people(self, people: list[Named]) -> None:
        """Show over the notes and the claims whose they are, where others made some."""
        self.people = people
        line = self.query_one("#people", Static)
        line.display = bool(people) and self.tab != "findings"
        parts: list[tuple[str, str] | str] = []
        for place, each in enumerate(people):
            parts += [" · " if place else "", (printable(each.name), person_style(each.hue))]
        line.update(Content.assemble(*parts))

    def turn(self, by: int) -> None:
        """Show the next tab, or with -1 the one before."""
        names = [tab for tab, _ in TABS]
        self.show_tab(names[(names.index(self.tab) + by) % len(names)])

    def show_findings(self, outline: tuple[Node, ...]) -> None:
        if outline != self.outline:
            self.outline = outline
            self.query_one(FindingsTree).show_nodes(outline)
            self._count("findings", sum(node.number for node in outline))

    def show_notes(self, to_look_at: list[NoteRow], others: list[NoteRow]) -> None:
        self.query_one("#notes", RecordList).show_rows(to_look_at, others)
        self._count("notes", len(to_look_at) + len(others))

    def show_claims(self, rows: list[NoteRow]) -> None:
        self.query_one("#claims", RecordList).show_rows([], rows)
        self._count("claims", len(rows))

    def _count(self, tab: str, number: int) -> None:
        line = self.query_one(TabLine)
        line.counts[tab] = number
        line.refresh()

    def on_click(self, event: Click) -> None:
        if isinstance(event.widget, TabLine):
            tab = event.widget.tab_at(event.x)
            if tab is not None:
                self.show_tab(tab)
                self.shown_list.focus()
