"""A session of reading and marking at a terminal, from opening to resizing, by keys alone."""

from __future__ import annotations

import re

import pytest

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.xdist_group("end_to_end"),
    pytest.mark.usefixtures("needs_tmux"),
]

TITLE = "Storm-hit cargo ship"
DENIAL = "Maris Line denied that the checks had been cut short."
NAME = "Maris Line"


def marks(user) -> list[tuple[str, str, tuple[str, ...], str]]:
    """Passage, kind, tags and note of every stored mark, in text order."""
    found = [
        (part["start"], " ".join(part["exact"].split()), one)
        for one in (user.stored() if user.notes.exists() else [])
        if one["kind"] in ("note", "highlight")
        for part in one["anchor"]["parts"]
    ]
    found.sort(key=lambda each: each[0])
    return [(words, one["kind"], tuple(one["tags"]), one["body"]) for _, words, one in found]


def gutter(screen: str, words: str) -> str:
    """Return what is before the line that begins with ``words``."""
    row = next(line for line in screen.splitlines() if words in line)
    return row.partition(words)[0].rpartition("▕")[2].strip()


def at_cursor(terminal) -> str:
    """Return the rest of the line from the terminal's own cursor on."""
    column, row = terminal.cursor()
    return terminal.screen().split("\n")[row][column:]


def test_a_session_of_marking(user, seen_wire):
    terminal = user.open(seen_wire, width=160, height=50)
    terminal.wait_for(TITLE, "[Findings")

    # Select a sentence by keyboard.
    terminal.find("denied that the checks")
    terminal.press("V")
    terminal.wait_for("H highlight", "c claim")

    # Note it: the line has the note's letter beside it, the side pane counts it.
    user.write_note(terminal, "Ask the yard.")
    shown = terminal.wait_for("Notes 1", "saved")
    assert gutter(shown, DENIAL).startswith("n")
    assert marks(user) == [(DENIAL, "note", (), "Ask the yard.")]

    # Grow it by three words: the note stays on it.
    terminal.press("3", ">")
    grown = f"{DENIAL} In Skerry Point"
    terminal.wait(lambda: marks(user) == [(grown, "note", (), "Ask the yard.")], "grew the mark")

    # Tag it: its card tells passage, note and tags.
    terminal.press("T")
    terminal.wait_for("tags, separated by commas:")
    terminal.type("inquiry, yard")
    terminal.press("Enter")
    noted = (grown, "note", ("inquiry", "yard"), "Ask the yard.")
    terminal.wait(lambda: marks(user) == [noted], "tagged the mark")
    terminal.press("Enter")
    terminal.wait_for("Ask the yard.", "#inquiry #yard")
    terminal.close_card("Ask the yard.")

    # Mark all occurrences of a name, after a look at them in context.
    terminal.press("g")
    terminal.find(f"{NAME}, which owns")
    terminal.press("*")
    terminal.wait_for(
        f"Mark “{NAME}” in 3 places",
        "which owns the ship",
        "spokeswoman",
        "denied",
        "esc marks none",
    )
    terminal.press("Enter")
    name = (NAME, "highlight", (), "")
    terminal.wait(lambda: sorted(marks(user)) == sorted([name] * 3 + [noted]), "marked them all")
    shown = terminal.wait_for("Notes 4")
    assert gutter(shown, f"{NAME} spokeswoman").startswith("h")

    # Undo twice: all of these at once, then the tags.
    terminal.press("u")
    terminal.wait(lambda: marks(user) == [noted], "took all of them back")
    terminal.wait_for("Undone: mark all", "Notes 1")
    terminal.press("u")
    terminal.wait(lambda: marks(user) == [(*noted[:2], (), noted[3])], "took the tags back")
    terminal.wait_for("Undone: tag")

    # Find, and go from hit to hit.
    terminal.press("g", "/")
    terminal.wait_for("find:")
    terminal.type("closed")
    terminal.press("Enter")
    terminal.wait_for("“closed” 1 of 2")
    assert "reverse" in terminal.style_of("closed")
    terminal.press("n")
    terminal.wait_for("“closed” 2 of 2")
    terminal.wait(lambda: at_cursor(terminal).startswith("closed until"), "went to the next hit")

    # Jump to a finding by the letters laid over it.
    terminal.press("f")
    letters = terminal.wait(
        lambda: re.search(r"(?!Ma)(\w\w)ris Line, which", terminal.screen()), "showed the letters"
    )[1]
    terminal.press(*letters)
    here = f"{NAME}, which owns the ship"
    terminal.wait(lambda: at_cursor(terminal).startswith(here), "jumped")

    # Resize and back: the place stays, nothing is wider than the terminal.
    for width, height in ((80, 24), (160, 50)):
        terminal.resize(width, height)
        terminal.wait(
            lambda width=width, height=height: (
                (lines := terminal.screen().split("\n"))
                and len(lines) <= height + 1
                and any(len(line) > width - 40 for line in lines)
                and all(len(line) <= width for line in lines)
                and at_cursor(terminal).startswith(NAME)
            ),
            "kept the place",
        )
    assert marks(user) == [(*noted[:2], (), noted[3])]
    terminal.leave()
