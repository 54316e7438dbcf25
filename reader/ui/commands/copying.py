"""Copying text of the article, with a word on the way it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.session.findings_outline import snippet

if TYPE_CHECKING:
    from reader.ui.app import ReaderApp

FEWEST, MOST = 10, 30
"""Characters of the text that are told."""
ROOM_AT_THE_RIGHT = 13
"""Cells of the status line that tell how far the reading is."""


def copy(app: ReaderApp, text: str) -> None:
    """Copy, by the desktop's own tool where there is one, and say which way was taken."""
    from reader.told_path import told_path
    from reader.ui.clipboard import copied_by_tool, copied_to_file

    if not text:
        return
    app.reader.pane.clear_selection()
    tool = copied_by_tool(text)
    if tool:
        app.reader.tell(f"Copied “{snippet(text, MOST)}” with {tool}.")
        return
    app.copy_to_clipboard(text)
    path = copied_to_file(text, app.settings.data_folder / "copied.txt")
    way = f", also to {told_path(path)}" if path else " through the terminal"
    room = app.size.width - cell_len(f"Copied “”{way}") - ROOM_AT_THE_RIGHT
    app.reader.tell(f"Copied “{snippet(text, max(FEWEST, min(MOST, room)))}”{way}")
