"""Copying text of the article, with a word on the way it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.findings_outline import snippet

if TYPE_CHECKING:
    from reader.ui.app import ReaderApp


def copy(app: ReaderApp, text: str) -> None:
    """Copy, by the desktop's own tool where there is one, and say which way was taken."""
    from reader.told_path import told_path
    from reader.ui.clipboard import copied_by_tool, copied_to_file

    if not text:
        return
    words = f"“{snippet(text, 30)}”"
    app.reader.pane.clear_selection()
    tool = copied_by_tool(text)
    if tool:
        app.reader.tell(f"Copied {words} with {tool}.")
        return
    app.copy_to_clipboard(text)
    path = copied_to_file(text, app.settings.data_folder / "copied.txt")
    kept = f" and to {told_path(path)}" if path else ""
    app.reader.tell(f"Copied through the terminal{kept}: {words}")
