"""The commands of the desk and of the pages over the article, and their keys."""

from __future__ import annotations

from reader.ui.keymap_rows import CODEBOOK, DESK, LABELS, NOTES, Command, CommandGroup, Context

_desk = CommandGroup("Desk", DESK)
_notes = CommandGroup("All notes", NOTES)


def _page_moves(
    name: str, row: str, context: tuple[Context, ...], group: str
) -> tuple[Command, ...]:
    """Return the commands that move in the list of a page, and those that every screen has."""

    def command(id: str, keys: str, description: str, *, palette: bool = False) -> Command:  # noqa: A002
        return Command(id, tuple(keys.split()), description, group, context, palette=palette)

    return (
        command(f"{name}-down", "j down", f"{row} down"),
        command(f"{name}-up", "k up", f"{row} up"),
        command(f"{name}-page-down", "pagedown", "page down"),
        command(f"{name}-page-up", "b pageup", "page up"),
        command(f"{name}-half-down", "ctrl+d", "half a page down"),
        command(f"{name}-half-up", "ctrl+u", "half a page up"),
        command(f"{name}-top", "g home ctrl+home", f"first {row}"),
        command(f"{name}-bottom", "G end ctrl+end", f"last {row}"),
        command("undo", "u", "undo", palette=True),
        command("redo", "ctrl+r", "redo", palette=True),
        Command("help", ("?", "f1"), "help", group, context, "help"),
        command("palette", "ctrl+p", "all commands by name"),
        command("quit", "ctrl+q", "quit", palette=True),
        command("how-to-quit", "ctrl+c", "explain how to quit"),
        command("suspend", "ctrl+z", "to the shell; fg comes back", palette=True),
        command("redraw", "ctrl+l", "draw the screen again", palette=True),
    )


ALL_NOTES: tuple[Command, ...] = (
    _notes("notes-open", ("enter",), "go to the note in its article", "open"),
    _notes("notes-filter", ("/", "F"), "filter by words, tag:, kind:, person:, from: …", "filter"),
    _notes("notes-unfilter", ("backspace",), "all notes again"),
    _notes("notes-sort", ("s",), "sort the notes", "sort"),
    _notes("notes-select", ("space",), "select or deselect the note", "select"),
    _notes("notes-range", ("v",), "select a range: from here to the next v"),
    _notes("notes-all", ("*",), "select all in the filter, or none"),
    _notes("notes-edit", ("a",), "edit the note", "edit"),
    _notes("notes-tag", ("T",), "tags of the notes", "tag"),
    _notes("notes-delete", ("d d", "delete"), "delete the notes"),
    _notes("notes-export", ("E",), "export the notes"),
    _notes("codebook", ("#", "alt+t"), "codebook: all tags"),
    _notes("save-again", ("ctrl+s",), "save again what could not be saved"),
    _notes("leave-notes", ("q", "escape", "M"), "back to where you were"),
    *_page_moves("notes", "note", NOTES, "All notes"),
)


_tags = CommandGroup("Codebook", CODEBOOK)


TAGS: tuple[Command, ...] = (
    _tags("codebook-open", ("enter",), "all notes with the tag", "notes"),
    _tags("codebook-filter", ("/", "F"), "filter the tags", "filter"),
    _tags("codebook-unfilter", ("backspace",), "all tags again"),
    _tags("codebook-rename", ("R",), "rename the tag in all notes, or merge it", "rename"),
    _tags("codebook-describe", ("a",), "describe the tag", "describe"),
    _tags("codebook-colour", ("c",), "colour of the tag and its marks", "colour"),
    _tags("codebook-add", ("+",), "add a tag", "add"),
    _tags("codebook-delete", ("d d", "delete"), "delete the tag from all notes"),
    _tags("leave-codebook", ("q", "escape", "#"), "back to where you were"),
    *_page_moves("codebook", "tag", CODEBOOK, "Codebook"),
)


_labels = CommandGroup("Labels", LABELS)


ADJUDICATION: tuple[Command, ...] = (
    _labels("labels-left", ("1",), "keep the label on the left, next difference", "left"),
    _labels("labels-right", ("2",), "keep the label on the right, next difference", "right"),
    _labels("labels-both", ("b",), "keep both labels, next difference", "both"),
    _labels("labels-neither", ("x",), "remove both labels, next difference", "neither"),
    _labels("labels-later", ("space",), "leave it undecided, next difference", "leave"),
    _labels("labels-next", ("j", "down"), "next difference"),
    _labels("labels-previous", ("k", "up"), "previous difference"),
    _labels("labels-further", ("ctrl+d", "pagedown"), "further down in both columns"),
    _labels("labels-back", ("ctrl+u", "pageup"), "further up in both columns"),
    _labels("leave-labels", ("q", "escape", "alt+d"), "back to reading", "back"),
    *_page_moves("labels", "difference", LABELS, "Labels")[8:],
)

DESKING: tuple[Command, ...] = (
    _desk("desk-open", ("enter",), "open the article", palette=False),
    _desk("row-down", ("j", "down"), "article down", palette=False),
    _desk("row-up", ("k", "up"), "article up", palette=False),
    _desk("desk-page-down", ("pagedown",), "page down", palette=False),
    _desk("desk-page-up", ("b", "pageup"), "page up", palette=False),
    _desk("desk-half-down", ("ctrl+d",), "half a page down", palette=False),
    _desk("desk-half-up", ("ctrl+u",), "half a page up", palette=False),
    _desk("desk-top", ("g", "home", "ctrl+home"), "top", palette=False),
    _desk("desk-bottom", ("G", "end", "ctrl+end"), "end", palette=False),
    _desk("desk-find", ("/",), "articles with these words, in text or notes", "find"),
    _desk("find-list", ("ctrl+f",), "hits as a list, in all articles and notes"),
    _desk("desk-filter", ("F",), "filter by status, tag, outlet, person, date", "filter"),
    _desk("desk-all", ("backspace",), "all articles of the desk again"),
    _desk("desk-sort", ("s",), "sort the desk", "sort"),
    _desk("desk-select", ("space",), "select or deselect the article", "select"),
    _desk("desk-range", ("v",), "select a range: from here to the next v"),
    _desk("desk-select-all", ("*",), "select all in the filter, or none"),
    _desk("desk-preview", ("p",), "show or hide the preview"),
    _desk("desk-status", ("C",), "status of the articles: unread, reading, complete", "status"),
    _desk("desk-tag", ("T",), "tags of the articles", "tag"),
    _desk("desk-archive", ("A",), "archive the articles, or bring them back"),
    _desk("desk-remove", ("d d", "delete"), "remove the articles and their notes"),
    _desk("desk-add", ("a",), "add files, folders, addresses", "add"),
    _desk("desk-analyze", ("alt+r",), "find names, quotes and figures in the articles"),
    _desk("desk-stop", ("X",), "stop adding or analyzing"),
    _desk("undo", ("u",), "undo"),
    _desk("redo", ("ctrl+r",), "redo"),
    _desk("save-again", ("ctrl+s",), "save again what could not be saved"),
    _desk("pane-next", ("tab",), "next pane"),
    _desk("pane-previous", ("shift+tab",), "previous pane"),
    _desk("article-next", ("J",), "next article"),
    _desk("article-previous", ("K",), "previous article"),
    _desk("all-notes", ("M",), "all notes of the desk"),
    _desk("codebook", ("#", "alt+t"), "codebook: all tags"),
    _desk("pick", ("I",), "list of the feed or web archive"),
    _desk("export", ("E",), "export the notes to a file"),
    _desk("theme", ("ctrl+t",), "theme"),
    _desk("desk", ("i",), "back to the article", palette=False),
    _desk("leave", ("escape",), "no article selected; back to the article", palette=False),
    _desk("help", ("?", "f1"), "help", "help"),
    _desk("palette", ("ctrl+p",), "all commands by name", palette=False),
    _desk("quit", ("q", "ctrl+q"), "quit"),
    _desk("how-to-quit", ("ctrl+c",), "explain how to quit", palette=False),
    _desk("suspend", ("ctrl+z",), "to the shell; fg comes back"),
    _desk("redraw", ("ctrl+l",), "draw the screen again"),
)
