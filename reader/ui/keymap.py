"""Every command and its keys, as one table of data.

The dispatcher, the help screen, the footer's hints and the command palette are made from it.
Keys are written as Textual names them for named keys ("ctrl+d", "space", "pagedown") and as
the character itself for the rest ("j", "G", "?"); a sequence is separated by spaces ("d d").
Symbols that need AltGr on many keyboards have a plain twin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

Context = Literal["read", "select", "list", "desk", "review", "notes", "codebook"]

READ: tuple[Context, ...] = ("read",)
TEXT: tuple[Context, ...] = ("read", "select")
SELECT: tuple[Context, ...] = ("select",)
LIST: tuple[Context, ...] = ("list",)
RESTING: tuple[Context, ...] = ("read", "list")
DESK: tuple[Context, ...] = ("desk",)
REVIEW: tuple[Context, ...] = ("review",)
NOTES: tuple[Context, ...] = ("notes",)
CODEBOOK: tuple[Context, ...] = ("codebook",)
EVERYWHERE: tuple[Context, ...] = ("read", "select", "list")


class Command(NamedTuple):
    """One thing the user can ask for.

    ``hint`` is its word in the footer ("" keeps it out), ``takes_character`` says that the key
    after its own names a place, ``palette`` that it makes sense without a key.
    """

    id: str
    keys: tuple[str, ...]
    description: str
    group: str
    contexts: tuple[Context, ...] = READ
    hint: str = ""
    takes_character: bool = False
    palette: bool = True


def _motion(
    id: str,  # noqa: A002
    keys: Sequence[str],
    description: str,
    contexts: tuple[Context, ...] = TEXT,
) -> Command:
    return Command(id, tuple(keys), description, "Move", contexts, palette=False)


def _review(
    id: str,  # noqa: A002
    keys: Sequence[str],
    description: str,
    hint: str = "",
    *,
    palette: bool = True,
) -> Command:
    return Command(id, tuple(keys), description, "Review", REVIEW, hint, palette=palette)


def _desk(
    id: str,  # noqa: A002
    keys: Sequence[str],
    description: str,
    hint: str = "",
    *,
    palette: bool = True,
) -> Command:
    return Command(id, tuple(keys), description, "Desk", DESK, hint, palette=palette)


def _notes(
    id: str,  # noqa: A002
    keys: Sequence[str],
    description: str,
    hint: str = "",
    *,
    palette: bool = True,
) -> Command:
    return Command(id, tuple(keys), description, "All notes", NOTES, hint, palette=palette)


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
        command("how-to-quit", "ctrl+c", "say how to quit"),
        command("suspend", "ctrl+z", "to the shell; fg comes back", palette=True),
        command("redraw", "ctrl+l", "draw the screen again", palette=True),
    )


ALL_NOTES: tuple[Command, ...] = (
    _notes("notes-open", ("enter",), "go to the note in its article", "open"),
    _notes("notes-filter", ("/", "F"), "filter by words, tag:, kind:, person:, from: …", "filter"),
    _notes("notes-unfilter", ("backspace",), "all notes again"),
    _notes("notes-sort", ("s",), "sort the notes", "sort"),
    _notes("notes-select", ("space",), "select the note, or no longer", "select"),
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


def _tags(id: str, keys: Sequence[str], description: str, hint: str = "") -> Command:  # noqa: A002
    return Command(id, tuple(keys), description, "Codebook", CODEBOOK, hint)


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
    _desk("desk-select", ("space",), "select the article, or no longer", "select"),
    _desk("desk-range", ("v",), "select a range: from here to the next v"),
    _desk("desk-select-all", ("*",), "select all in the filter, or none"),
    _desk("desk-status", ("C",), "articles unread, reading or complete", "status"),
    _desk("desk-tag", ("T",), "tags of the articles", "tag"),
    _desk("desk-archive", ("A",), "put the articles away, or back on the desk"),
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
    _desk("desk", ("L",), "back to the article", palette=False),
    _desk("leave", ("escape",), "back to the article", palette=False),
    _desk("help", ("?", "f1"), "help", "help"),
    _desk("palette", ("ctrl+p",), "all commands by name", palette=False),
    _desk("quit", ("q", "ctrl+q"), "quit"),
    _desk("how-to-quit", ("ctrl+c",), "say how to quit", palette=False),
    _desk("suspend", ("ctrl+z",), "to the shell; fg comes back"),
    _desk("redraw", ("ctrl+l",), "draw the screen again"),
)

VERDICTS = tuple(f"verdict-{number}" for number in range(1, 10))
"""The commands that give a verdict, in the order of the scale's labels."""

REVIEWING: tuple[Command, ...] = (
    *(
        _review(command, (str(number),), f"verdict {number} of the scale, next item")
        for number, command in enumerate(VERDICTS, 1)
    ),
    _review("accept", ("A",), "accept the item, next item", "accept"),
    _review("dismiss", ("x",), "dismiss the item, next item", "dismiss"),
    _review("skip", ("space",), "skip for now, next item", "skip"),
    _review("item-next", ("j", "down"), "next item", palette=False),
    _review("item-previous", ("k", "up"), "previous item", palette=False),
    _review("item-first", ("g", "home"), "first item", palette=False),
    _review("item-last", ("G", "end"), "last item", palette=False),
    _review("scroll-down", ("ctrl+d", "pagedown"), "further down in the item", palette=False),
    _review("scroll-up", ("ctrl+u", "pageup"), "further up in the item", palette=False),
    _review("why", ("?",), "why it is in the queue", "why"),
    _review("show-all", ("a",), "the whole queue, or the few most worth a check", "all"),
    _review("evidence", ("e",), "evidence for or against it", "evidence"),
    _review("reason", ("r",), "reason for your verdict", "reason"),
    _review("claim", ("c",), "a claim without a verdict yet"),
    _review("wording", ("w",), "word the claim"),
    _review("claim-fields", ("i",), "all fields of the claim: claimant, date, final verdict …"),
    _review("claim-status", ("s",), "status of the claim, a second look wanted"),
    _review("checklist", ("l",), "steps of the checklist"),
    _review("same-claim", ("=",), "link to the claim or prior check that says the same"),
    _review("their-verdict", ("v",), "the verdict of the prior check, as your own"),
    _review("not-same", ("-",), "what is shown as said before is not the same"),
    _review("speaker", ("S",), "say who is quoted"),
    _review("speaker-page", ("P",), "all that the speaker said, on the whole desk"),
    _review("grow", (">",), "grow the passage by a word"),
    _review("shrink", ("<",), "shrink the passage by a word"),
    _review("grow-start", ("(", "alt+left"), "grow the passage by a word at its start"),
    _review("shrink-start", (")", "alt+right"), "shrink the passage by a word at its start"),
    _review("forget", ("X",), "forget what was decided on it"),
    _review("filter", ("F",), "filter the queue", "filter"),
    _review("bulk", ("B",), "decide on all in the filter", "bulk"),
    _review("order", ("o",), "another order: text, score, speaker, status"),
    _review("differing", ("C",), "all figures and quotes that differ"),
    _review("disagreements", ("M",), "items on which two reviewers differ"),
    _review("second-reading", ("D",), "second reading: claims that want your verdict"),
    _review("undo", ("u",), "undo"),
    _review("redo", ("ctrl+r",), "redo"),
    _review("article-next", ("J",), "next article"),
    _review("article-previous", ("K",), "previous article"),
    _review("export", ("E",), "export the notes to a file"),
    _review("help", ("f1",), "help", "help"),
    _review("palette", ("ctrl+p",), "all commands by name", palette=False),
    _review("leave-review", ("q", "escape"), "back to reading"),
    _review("quit", ("ctrl+q",), "quit"),
    _review("how-to-quit", ("ctrl+c",), "say how to quit", palette=False),
    _review("suspend", ("ctrl+z",), "to the shell; fg comes back"),
    _review("redraw", ("ctrl+l",), "draw the screen again"),
)

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
    Command("tag-again", ("t",), "the tags given last, once more", "Mark", (*TEXT, *LIST)),
    Command("colour", ("Y",), "colour of the mark", "Mark", (*TEXT, *LIST)),
    Command("article-note", ("alt+w",), "note on the whole article", "Mark", RESTING),
    Command("join", ("&",), "join the mark with the next one", "Mark"),
    Command("highlight", ("H",), "highlight", "Mark", TEXT, "highlight"),
    Command("claim", ("c",), "claim to check", "Mark", TEXT, "claim"),
    Command("copy", ("y",), "copy", "Mark", TEXT, "copy"),
    Command("copy", ("ctrl+c",), "copy", "Mark", SELECT, palette=False),
    Command("label", ("L",), "label what the machine missed", "Mark", SELECT, "label"),
    Command("add-part", ("+",), "add as a part to the mark", "Mark", SELECT),
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
    Command("blind", ("B",), "hide or show what the machine found", "Findings", RESTING),
    Command("look-again", ("alt+r",), "look for names and quotes again", "Findings", RESTING),
    Command("review", ("r",), "review: the queue of what to check", "Findings", RESTING),
    Command("find", ("/",), "find", "Find", EVERYWHERE, "find"),
    Command("find-next", ("n",), "next hit", "Find", TEXT),
    Command("find-previous", ("N",), "previous hit", "Find", TEXT),
    Command("find-list", ("ctrl+f",), "hits as a list, in all articles and notes", "Find", RESTING),
    Command("row-down", ("j",), "row down", "Move", LIST, palette=False),
    Command("row-up", ("k",), "row up", "Move", LIST, palette=False),
    Command("tab-next", ("l", "right"), "next tab of the side pane", "Window", LIST, "next list"),
    Command("tab-previous", ("h", "left"), "previous tab of the side pane", "Window", LIST),
    Command("note", ("a",), "edit the note", "Mark", LIST, "edit"),
    Command("tag", ("T",), "tags of the mark", "Mark", LIST, "tag"),
    Command("versions", ("alt+c",), "decide between two versions of a note", "Mark", RESTING),
    Command("adjudicate", ("alt+d",), "decide between two people's labels", "Mark", RESTING),
    Command("save-again", ("ctrl+s",), "save again what could not be saved", "Mark", RESTING),
    Command("pane-next", ("tab",), "next pane", "Window", RESTING, "pane"),
    Command("pane-previous", ("shift+tab",), "previous pane", "Window", RESTING),
    Command("desk", ("L",), "the desk", "Window", RESTING),
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
    Command("complete", ("C",), "article read to the end, or not", "Window", RESTING),
    Command("export", ("E",), "export the notes to a file", "Window", RESTING),
    Command("theme", ("ctrl+t",), "theme", "Window", RESTING),
    Command("leave", ("escape",), "leave selection, list or running work", "Window", EVERYWHERE),
    Command("help", ("?", "f1"), "help", "Window", EVERYWHERE, "help"),
    Command("palette", ("ctrl+p",), "all commands by name", "Window", EVERYWHERE, palette=False),
    Command("quit", ("q", "ctrl+q"), "quit", "Window", RESTING),
    Command("how-to-quit", ("ctrl+c",), "say how to quit", "Window", RESTING, palette=False),
    Command("suspend", ("ctrl+z",), "to the shell; fg comes back", "Window", EVERYWHERE),
    Command("redraw", ("ctrl+l",), "draw the screen again", "Window", EVERYWHERE),
    *DESKING,
    *ALL_NOTES,
    *TAGS,
    *REVIEWING,
)

GROUPS: tuple[str, ...] = (
    *("Move", "Select", "Mark", "Findings", "Find", "Window", "Desk"),
    *("All notes", "Codebook", "Review"),
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
    "review": ("accept", "dismiss", "skip", "evidence", "filter", "show-all", "help"),
}
"""The commands whose keys the footer tells, at most seven in each context."""
ON_FINDINGS = ("accept", "dismiss", "relabel", "speaker", "tab-next", "pane-next", "help")
"""Those that it tells of the list of findings, which has no notes to edit."""
