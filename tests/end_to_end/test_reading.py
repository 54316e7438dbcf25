"""A reader at a terminal: opens, looks, notes, leaves, comes back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.xdist_group("end_to_end"),
    pytest.mark.usefixtures("needs_tmux"),
]

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
TITLE = "Storm-hit cargo ship"


@pytest.fixture
def wire(user) -> str:
    shutil.copy(SEEDS / "harbour-wire.txt", user.home)
    return "harbour-wire.txt"


def find(terminal, words: str) -> None:
    """Goes to ``words`` as a reader does: looks for them."""
    terminal.press("/")
    terminal.wait_for("find:")
    terminal.type(words)
    terminal.wait_for(f"find: {words}")
    terminal.press("Enter")
    terminal.wait_for(f"“{words}” 1 of")


def note(terminal, user, body: str, *, keys: tuple[str, ...] = ("V", "a")) -> None:
    """Writes a note of one or more lines with keys and waits until it is in the file."""
    terminal.press(*keys)
    terminal.wait_for("ctrl+s")
    for number, line in enumerate(body.split("\n")):
        if number:
            terminal.press("Enter")
        terminal.type(line)
    terminal.press("C-s")
    terminal.wait(lambda: user.notes.exists() and body in user.notes_made(), "saved the note")


def close_card(terminal, shown: str) -> None:
    terminal.press("Escape")
    terminal.wait_gone(shown)


def leave(terminal) -> None:
    terminal.press("q")
    assert terminal.wait_exit() == 0


@pytest.mark.parametrize(("width", "height"), [(80, 24), (160, 50)])
def test_highlights_come_and_are_there_at_once_the_second_time(user, wire, width, height):
    first = user.open(wire, width=width, height=height)
    first.wait_for(TITLE)
    find(first, "container is found")
    first.wait(lambda: "italic" in first.style_of("until every container"), "showed the quote")
    name = ("Ingrid Brekke", "Captain ")
    first.wait(lambda: "underline" in first.style_of(*name), "showed the name")
    assert "italic" not in first.style_of(*name)
    leave(first)
    assert user.engines() == []
    ran = user.engine_log.read_bytes(), user.engine_log.stat().st_mtime_ns

    second = user.open(wire, width=width, height=height)
    second.wait(lambda: "italic" in second.style_of("until every container"), "showed the quote")
    assert user.engines() == []
    leave(second)
    assert (user.engine_log.read_bytes(), user.engine_log.stat().st_mtime_ns) == ran


def test_a_note_made_with_keys_is_kept_shown_again_and_exported(user, wire):
    terminal = user.open(wire, width=100, height=30)
    terminal.wait_for(TITLE)
    find(terminal, "God does not")
    note(terminal, user, "Who tightened them?\nAsk the yard.")
    leave(terminal)

    (stored,) = (one for one in user.stored() if one["kind"] == "note")
    assert stored["body"] == "Who tightened them?\nAsk the yard."
    assert [part["exact"] for part in stored["anchor"]["parts"]] == [
        "“God does not tighten bolts.”"
    ]

    again = user.open(wire, width=160, height=50)
    again.wait_for(TITLE)
    find(again, "God does not")
    again.press("Enter")
    again.wait_for("Who tightened them?", "Ask the yard.")
    close_card(again, "Ask the yard.")
    leave(again)

    markdown = user.run("export", "--format", "markdown")
    assert markdown.returncode == 0, markdown.stderr
    assert "Who tightened them?" in markdown.stdout
    assert "Ask the yard." in markdown.stdout
    assert stored["id"] in json.dumps(json.loads(user.run("export", "--format", "json").stdout))


def test_two_terminals_that_note_at_once_lose_nothing(user, wire):
    shutil.copy(SEEDS / "council-bridge.txt", user.home)
    one = user.open(wire, width=100, height=30)
    two = user.open("council-bridge.txt", width=100, height=30)
    three = user.open(wire, width=80, height=24)
    one.wait_for(TITLE)
    two.wait_for("Tanner’s Bridge")
    three.wait_for(TITLE)
    for number in range(3):
        for terminal in (one, two, three):
            terminal.press("a")
        for name, terminal in (("one", one), ("two", two), ("three", three)):
            terminal.wait_for("ctrl+s")
            terminal.type(f"{name} {number}")
        for terminal in (one, two, three):
            terminal.press("C-s")
        for name, terminal in (("one", one), ("two", two), ("three", three)):
            body = f"{name} {number}"
            terminal.wait(
                lambda body=body: user.notes.exists() and body in user.notes_made(), "saved"
            )
            terminal.wait_gone("ctrl+s")
            terminal.press(")")
    for terminal in (one, two, three):
        leave(terminal)
    wanted = sorted(f"{name} {number}" for name in ("one", "two", "three") for number in range(3))
    assert sorted(user.notes_made()) == wanted
    assert len([record for record in user.stored() if record["kind"] == "article"]) == 2


def test_what_was_done_last_is_undone_also_after_a_restart(user, wire):
    terminal = user.open(wire, width=100, height=30)
    terminal.wait_for(TITLE)
    note(terminal, user, "keep")
    terminal.press(")", ")")
    note(terminal, user, "drop")
    leave(terminal)
    again = user.open(wire, width=100, height=30)
    again.wait_for(TITLE)
    again.press("u")
    again.wait(lambda: user.notes_made() == ["keep"], "took the last note back")
    leave(again)


def test_a_draft_is_kept_when_the_editor_is_left(user, wire):
    terminal = user.open(wire, width=100, height=30)
    terminal.wait_for(TITLE)
    terminal.press("a")
    terminal.wait_for("ctrl+s")
    terminal.type("half a thought")
    close_card(terminal, "ctrl+s")
    terminal.press("a")
    terminal.wait_for("half a thought")
    terminal.press("C-s")
    terminal.wait(lambda: user.notes.exists() and user.notes_made(), "saved the note")
    assert user.notes_made() == ["half a thought"]
    leave(terminal)


def test_the_place_is_resumed(user, wire):
    terminal = user.open(wire, width=80, height=24)
    terminal.wait_for(TITLE)
    terminal.press("G")
    terminal.wait_for("Adeyemi")
    leave(terminal)
    again = user.open(wire, width=80, height=24)
    again.wait_for("Adeyemi")
    leave(again)


def test_the_first_start_opens_a_seed_with_its_guided_note(user):
    terminal = user.open(width=120, height=40)
    terminal.wait_for(TITLE, "Welcome to reader")
    close_card(terminal, "Welcome to reader")
    leave(terminal)


def test_help_names_the_keys_and_goes_away(user, wire):
    terminal = user.open(wire, width=120, height=40)
    terminal.wait_for(TITLE)
    terminal.press("?")
    terminal.wait_for("half a page down")
    close_card(terminal, "half a page down")
    leave(terminal)


def test_an_article_is_piped_in_and_keys_still_work(user, wire):
    reader = user.programs / "reader"
    terminal = user.open_command(f"cat {wire} | {reader} -", width=100, height=30)
    terminal.wait_for(TITLE)
    terminal.press("G")
    terminal.wait_for("Adeyemi")
    leave(terminal)


def test_news_text_is_never_taken_for_markup_or_for_commands_to_the_terminal(user):
    (user.home / "odd.txt").write_text(
        "A headline in [bold]brackets[/bold]\n\n"
        "[Reuters] said “it [sic] was \x1b[31mred\x1b[0m and \x07loud” [/].\n"
    )
    terminal = user.open("odd.txt", width=80, height=24)
    shown = terminal.wait_for("[bold]brackets[/bold]", "[Reuters] said", "[sic]", "[/].")
    assert "loud" in shown
    leave(terminal)
