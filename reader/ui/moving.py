"""Which pane of the reading screen is in view and has the keys."""

from __future__ import annotations

from textual.widget import Widget
from textual.widgets import OptionList, Tree

from reader.session.findings_outline import Node
from reader.ui.drawing import Drawing
from reader.ui.layout import DRAWERS


class Moving(Drawing):
    """The panes with the ways from one to another, and along their rows."""

    def to_desk(self) -> None:
        """Show the desk over all of the screen."""
        if self.lists_ready:
            self._open("-desk-open", self.desk_list)

    def turn_preview(self) -> None:
        """Show the preview of the article under the desk's cursor, or hide it."""
        was_open = self.has_class("-desk-open")
        self.to_desk()
        if was_open or not self._previews:
            self.toggle_class("-preview-turned")
        self.session.report("The preview is shown." if self._previews else "The preview is hidden.")
        self.call_after_refresh(self.preview_row)

    @property
    def _previews(self) -> bool:
        """Whether an open desk has its preview: of itself where there is room, else by a key."""
        return self.has_class("-roomy") is not self.has_class("-preview-turned")

    def turn_desk(self) -> None:
        """To the desk, or from it back to the article."""
        if self.has_class("-desk-open") and self.session.reading is not None:
            self.close_drawers()
            return
        if self.has_class("-desk-open"):
            self.session.refuse("No article is in view yet; enter opens one.")
        self.to_desk()

    def turn_pane(self, by: int) -> None:
        """Focus the next pane: article, side, desk; a drawer is opened on the way."""
        if not self.lists_ready:
            return
        panes: list[tuple[str, Widget]] = [
            ("", self.pane),
            ("-side-open", self.side.shown_list),
            ("-desk-open", self.desk_list),
        ]
        focused = [index for index, (_, pane) in enumerate(panes) if pane is self.focused]
        drawer, pane = panes[((focused[0] if focused else 0) + by) % len(panes)]
        if pane is self.desk_list and self.has_class("-wide"):
            drawer = ""  # it is next to the article already
        self._open(drawer, pane)

    def _open(self, drawer: str, pane: Widget) -> None:
        # Each change is a new style for every widget: what stays as it is, is left alone.
        self.remove_class(*(each for each in (*DRAWERS, "-zen") if each != drawer))
        if drawer:
            self.add_class(drawer)
            self.forget_pointer()
        self.show_lists()
        if drawer == "-desk-open":
            self.call_after_refresh(self.preview_row)
        # Not pane.focus(), which waits a moment: keys typed ahead are for this pane.
        self.set_focus(pane)

    def close_drawers(self) -> None:
        """Back to the article; drawers close."""
        self.remove_class(*DRAWERS)
        self.to_article()

    def turn_zen(self) -> None:
        """Show the article alone, or all again."""
        self.toggle_class("-zen")

    def turn_tab(self, by: int) -> None:
        if self.focused is self.side.shown_list:
            self.side.turn(by)
            self.set_focus(self.side.shown_list)

    def move_desk(self, by: int) -> None:
        self.desk_list.move(by)

    def move_row(self, by: int) -> None:
        rows = self.focused
        if self.context == "desk":
            self.desk_list.move(by)
        elif isinstance(rows, OptionList | Tree):
            before = _line_of(rows)
            for _ in range(abs(by)):
                (rows.action_cursor_down if by > 0 else rows.action_cursor_up)()
            if _line_of(rows) == before:
                which = "last" if by > 0 else "first"
                self.session.refuse(f"This is the {which} row." if before else "The list is empty.")

    def move_group(self, by: int) -> None:
        """Go to the head of the next group of findings, or of the one before."""
        rows = self.focused
        if not isinstance(rows, Tree):
            self.session.refuse("Only the list of findings has groups.")
            return
        here = rows.cursor_line
        heads = [node.line for node in rows.root.children if node.line >= 0]
        ahead = [line for line in heads if (line > here if by > 0 else line < here)]
        if ahead:
            rows.cursor_line = ahead[0] if by > 0 else ahead[-1]
        else:
            which = "last" if by > 0 else "first"
            self.session.refuse(f"This is the {which} group." if heads else "The list is empty.")


def _line_of(rows: OptionList | Tree[Node]) -> int:
    """Return the number of the row under the cursor, from 1; 0 where there is none."""
    if isinstance(rows, OptionList):
        return 0 if rows.highlighted is None else rows.highlighted + 1
    return rows.cursor_line + 1 if rows.last_line >= 0 else 0
