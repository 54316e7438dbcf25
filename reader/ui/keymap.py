"""Every command and its keys, as one table of data.

The dispatcher, the help screen, the footer's hints and the command palette are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reader.ui.keymap_pages import ADJUDICATION, ALL_NOTES, DESKING, TAGS
from reader.ui.keymap_review import REVIEWING
from reader.ui.keymap_rows import EVERYWHERE, LIST, READ, RESTING, SELECT, TEXT, Command, Context


def _motion(
    id: str,  # noqa: A002
    keys: Sequence[str],
    description: str,
    contexts: tuple[Context, ...] = TEXT,
) -> Command:
    return Command(id, tuple(keys), description, "Move", contexts, palette=False)


COMMANDS: tuple[Command, ...] = (
    _motion("line-down", ("j", "down"), "line down"),
    _motion("line-up", ("k", "up"), "line up"),
    _motion("left", ("h", "left"), "character left"),
    _motion("right", ("l", "right"), "character right"),
    _motion("word-next", ("w",), "next word"),
    _motion("word-end", ("e",), "end of the word"),
    _motion("word-previous", ("b",), "previous word", SELECT),
    _motion("line-start", ("0", "home"), "start of the line"),
    _motion("line-end", ("$", "end"), "end of the line"),
    _motion("sentence-next", (")", "alt+right"), "next sentence"),
    _motion("sentence-previous", ("(", "alt+left"), "previous sentence"),
    _motion("paragraph-next", ("}", "alt+down"), "next paragraph"),
    _motion("paragraph-previous", ("{", "alt+up"), "previous paragraph"),
    _motion("page-down", ("space", "pagedown"), "page down"),
    _motion("page-up", ("pageup",), "page up", SELECT),
    _motion("page-up", ("b", "pageup"), "page up", READ),
    _motion("half-down", ("ctrl+d",), "half a page down"),
    _motion("half-up", ("ctrl+u",), "half a page up"),
    _motion("top", ("g", "ctrl+home"), "top"),
    _motion("bottom", ("G", "ctrl+end"), "end"),
    Command("back", ("ctrl+o",), "back to where you were", "Move"),
    Command("forward", ("alt+o",), "forward again", "Move"),
    Command("place-set", ("m",), "name this place (m and a letter)", "Move", takes_character=True),
    Command(
        "place-go", ("'", "`"), "go to a place (' and its letter)", "Move", takes_character=True
    ),
    Command("select-characters", ("v",), "select by character", "Select", TEXT, "select"),
    Command("select-sentences", ("V",), "select by sentence", "Select", TEXT),
    Command("select-paragraphs", ("P",), "select by paragraph", "Select", TEXT),
    Command("inner-quote", ("i q",), "select the quote", "Select", SELECT, palette=False),
    Command("inner-entity", ("i e",), "select the name", "Select", SELECT, palette=False),
    Command("inner-word", ("i w",), "select the word", "Select", SELECT, palette=False),
    Command("inner-sentence", ("i s",), "select the sentence", "Select", SELECT, palette=False),
    Command("inner-paragraph", ("i p",), "select the paragraph", "Select", SELECT, palette=False),
    Command("other-end", ("o",), "other end of the selection", "Select", SELECT, palette=False),
    Command("note", ("a",), "note on the sentence, mark or selection", "Mark", TEXT, "note"),
    Command("tag", ("T",), "tags", "Mark", TEXT, "tag"),
    Command("tag-again", ("t",), "the last tags again", "Mark", (*TEXT, *LIST)),
    Command("colour", ("Y",), "colour of the mark", "Mark", (*TEXT, *LIST)),
    Command("article-note", ("alt+w",), "note on the whole article", "Mark", RESTING),
    Command("join", ("&",), "join the mark with the next one", "Mark"),
    Command("highlight", ("H",), "highlight", "Mark", TEXT, "highlight"),
    Command("claim", ("c",), "claim to check", "Mark", TEXT, "claim"),
    Command("copy", ("y",), "copy", "Mark", TEXT, "copy"),
    Command("copy", ("ctrl+c",), "copy", "Mark", SELECT, palette=False),
    Command("label", ("L",), "label what the machine missed", "Mark", (*TEXT, *LIST), "label"),
    Command("add-part", ("+",), "add the selection to the mark made last", "Mark", TEXT),
    Command("other-end", ("s",), "other end of the mark: > < move it", "Mark", palette=False),
    Command("grow", (">",), "grow the mark or selection by a word", "Mark", TEXT),
    Command("shrink", ("<",), "shrink the mark or selection by a word", "Mark", TEXT),
    Command("grow-character", ("alt+l",), "grow it by a character", "Mark", TEXT),
    Command("shrink-character", ("alt+h",), "shrink it by a character", "Mark", TEXT),
    Command("grow-sentence", ("alt+j",), "grow it by a sentence", "Mark", TEXT),
    Command("shrink-sentence", ("alt+k",), "shrink it by a sentence", "Mark", TEXT),
    Command("mark-next", ("ctrl+down", "alt+n"), "next mark of yours", "Mark", RESTING),
    Command("mark-previous", ("ctrl+up", "alt+p"), "previous mark of yours", "Mark", RESTING),
    Command("mark-all", ("*",), "mark all further occurrences", "Mark", TEXT),
    Command("delete", ("d d", "delete"), "delete the mark", "Mark", RESTING),
    Command("undo", ("u",), "undo", "Mark", RESTING),
    Command("redo", ("ctrl+r",), "redo", "Mark", RESTING),
    Command("card", ("enter",), "card of what is under the cursor", "Findings"),
    Command("next-under", (";",), "next mark under the cursor", "Findings"),
    Command("finding-next", (".", "]"), "next finding", "Findings", RESTING, "next finding"),
    Command("finding-previous", (",", "["), "previous finding", "Findings", RESTING),
    Command("jump", ("f",), "jump: a letter on every visible finding", "Findings"),
    Command("accept", ("A",), "accept the finding", "Findings", RESTING, "accept"),
    Command("dismiss", ("x",), "dismiss the finding", "Findings", RESTING, "dismiss"),
    Command("relabel", ("R",), "give the finding another label", "Findings", RESTING, "label"),
    Command("speaker", ("S",), "say who is quoted", "Findings", RESTING, "speaker"),
    Command("blind", ("B",), "hide or show the findings", "Findings", RESTING),
    Command("look-again", ("alt+r",), "look for names and quotes again", "Findings", RESTING),
    Command("review", ("r",), "review: the queue of what to check", "Findings", RESTING),
    Command("find", ("/",), "find", "Find", EVERYWHERE, "find"),
    Command("find-next", ("n",), "next hit", "Find", TEXT),
    Command("find-previous", ("N",), "previous hit", "Find", TEXT),
    Command("find-list", ("ctrl+f",), "hits as a list, in all articles and notes", "Find", RESTING),
    Command("row-down", ("j",), "row down", "Move", LIST, palette=False),
    Command("row-up", ("k",), "row up", "Move", LIST, palette=False),
    _motion("group-next", ("}", "alt+down"), "next group of findings", LIST),
    _motion("group-previous", ("{", "alt+up"), "previous group of findings", LIST),
    Command("tab-next", ("l", "right"), "next tab of the side pane", "Window", LIST, "next list"),
    Command("tab-previous", ("h", "left"), "previous tab of the side pane", "Window", LIST),
    Command("note", ("a",), "edit the note", "Mark", LIST, "edit"),
    Command("tag", ("T",), "tags of the mark", "Mark", LIST, "tag"),
    Command("versions", ("alt+c",), "decide between two versions of a note", "Mark", RESTING),
    Command("adjudicate", ("alt+d",), "decide between two people's labels", "Mark", RESTING),
    Command("save-again", ("ctrl+s",), "save again what could not be saved", "Mark", RESTING),
    Command("pane-next", ("tab",), "next pane", "Window", RESTING, "pane"),
    Command("pane-previous", ("shift+tab",), "previous pane", "Window", RESTING),
    Command("desk", ("i",), "the desk", "Window", RESTING),
    Command("article-next", ("J",), "next article", "Window", RESTING),
    Command("article-previous", ("K",), "previous article", "Window", RESTING),
    Command("all-notes", ("M",), "all notes of the desk", "Window", RESTING),
    Command("codebook", ("#", "alt+t"), "codebook: all tags", "Window", RESTING),
    Command("pick", ("I",), "list of the feed or web archive", "Window", RESTING),
    Command("follow", ("o",), "open the link, follow the footnote", "Window"),
    Command("headings", ("O",), "headings", "Window", RESTING),
    Command("zen", ("z",), "article alone", "Window"),
    Command("measure-wider", ("=",), "wider column", "Window"),
    Command("measure-narrower", ("-",), "narrower column", "Window"),
    Command("paragraph-numbers", ("p",), "paragraph numbers", "Window"),
    Command("what-changed", ("D",), "what changed since another version", "Window", RESTING),
    Command("new-version", ("W",), "a new version of another article?", "Window", RESTING),
    Command("complete", ("C",), "mark the article complete, or not", "Window", RESTING),
    Command("export", ("E",), "export the notes to a file", "Window", RESTING),
    Command("theme", ("ctrl+t",), "theme", "Window", RESTING),
    Command("leave", ("escape",), "leave selection, list or running work", "Window", EVERYWHERE),
    Command("help", ("?", "f1"), "help", "Window", EVERYWHERE, "help"),
    Command("palette", ("ctrl+p",), "all commands by name", "Window", EVERYWHERE, palette=False),
    Command("quit", ("q", "ctrl+q"), "quit", "Window", RESTING),
    Command("how-to-quit", ("ctrl+c",), "explain how to quit", "Window", RESTING, palette=False),
    Command("suspend", ("ctrl+z",), "to the shell; fg comes back", "Window", EVERYWHERE),
    Command("redraw", ("ctrl+l",), "draw the screen again", "Window", EVERYWHERE),
    *DESKING,
    *ALL_NOTES,
    *TAGS,
    *ADJUDICATION,
    *REVIEWING,
)

GROUPS: tuple[str, ...] = (
    *("Move", "Select", "Mark", "Findings", "Find", "Window", "Desk"),
    *("All notes", "Codebook", "Labels", "Review"),
)

HINTS: Mapping[Context, tuple[str, ...]] = {
    "read": ("select-characters", "note", "tag", "finding-next", "find", "pane-next", "help"),
    "select": ("note", "tag", "highlight", "claim", "copy", "label", "help"),
    "list": ("note", "tag", "find", "finding-next", "pane-next", "help"),
    "desk": (
        *("desk-find", "desk-filter", "desk-sort", "desk-select", "desk-status", "desk-add"),
        "help",
    ),
    "notes": (
        "notes-open",
        "notes-filter",
        "notes-select",
        "notes-edit",
        "notes-tag",
        "notes-sort",
        "help",
    ),
    "codebook": (
        *("codebook-open", "codebook-filter", "codebook-rename", "codebook-describe"),
        *("codebook-colour", "codebook-add", "help"),
    ),
    "labels": (
        *("labels-left", "labels-right", "labels-both", "labels-neither", "labels-later"),
        *("leave-labels", "help"),
    ),
    "review": ("accept", "dismiss", "skip", "evidence", "filter", "show-all", "help"),
}
"""The commands whose keys the footer tells, at most seven in each context."""
ON_FINDINGS = ("accept", "dismiss", "relabel", "speaker", "tab-next", "pane-next", "help")
"""Those that it tells of the list of findings, which has no notes to edit."""
