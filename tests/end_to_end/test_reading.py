"""A reader at a terminal: opens, looks, notes, leaves, comes back."""

from __future__ import annotations

import json
import re
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


@pytest.mark.parametrize(("width", "height"), [(80, 24), (160, 50)])
def test_highlights_come_and_are_there_at_once_the_second_time(user, wire, width, height):
    first = user.open(wire, width=width, height=height)
    first.wait_for(TITLE)
    first.find("container is found")
    first.wait(lambda: "italic" in first.style_of("until every container"), "showed the quote")
    name = ("Ingrid Brekke", "Captain ")
    first.wait(lambda: "underline" in first.style_of(*name), "showed the name")
    assert "italic" not in first.style_of(*name)
    first.leave()
    assert user.engines() == []
    ran = user.engine_log.read_bytes(), user.engine_log.stat().st_mtime_ns

    second = user.open(wire, width=width, height=height)
    second.wait(lambda: "italic" in second.style_of("until every container"), "showed the quote")
    assert user.engines() == []
    second.leave()
    assert (user.engine_log.read_bytes(), user.engine_log.stat().st_mtime_ns) == ran


def test_a_note_made_with_keys_is_kept_shown_again_and_exported(user, seen_wire):
    terminal = user.open(seen_wire, width=100, height=30)
    terminal.wait_for(TITLE)
    terminal.find("God does not")
    user.write_note(terminal, "Who tightened them?\nAsk the yard.", "V", "a")
    terminal.leave()

    (stored,) = (one for one in user.stored() if one["kind"] == "note")
    assert stored["body"] == "Who tightened them?\nAsk the yard."
    assert [part["exact"] for part in stored["anchor"]["parts"]] == [
        "“God does not tighten bolts.”"
    ]

    again = user.open(seen_wire, width=160, height=50)
    again.wait_for(TITLE)
    again.find("God does not")
    again.press("Enter")
    again.wait_for("Who tightened them?", "Ask the yard.")
    again.close_card("Ask the yard.")
    again.leave()

    markdown = user.run("export", "--format", "markdown")
    assert markdown.returncode == 0, markdown.stderr
    assert "Who tightened them?" in markdown.stdout
    assert "Ask the yard." in markdown.stdout
    assert stored["id"] in json.dumps(json.loads(user.run("export", "--format", "json").stdout))


def test_two_terminals_that_note_at_once_lose_nothing(user, seen_wire):
    shutil.copy(SEEDS / "council-bridge.txt", user.home)
    one = user.open(seen_wire, width=100, height=30)
    two = user.open("council-bridge.txt", width=100, height=30)
    three = user.open(seen_wire, width=80, height=24)
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
        terminal.leave()
    wanted = sorted(f"{name} {number}" for name in ("one", "two", "three") for number in range(3))
    assert sorted(user.notes_made()) == wanted
    assert len([record for record in user.stored() if record["kind"] == "article"]) == 2


def test_what_was_done_last_is_undone_also_after_a_restart(user, seen_wire):
    terminal = user.open(seen_wire, width=100, height=30)
    terminal.wait_for(TITLE)
    user.write_note(terminal, "keep")
    terminal.press(")", ")")
    user.write_note(terminal, "drop")
    terminal.leave()
    again = user.open(seen_wire, width=100, height=30)
    again.wait_for(TITLE)
    again.press("u")
    again.wait(lambda: user.notes_made() == ["keep"], "took the last note back")
    again.leave()


def test_a_draft_is_kept_when_the_editor_is_left(user, seen_wire):
    terminal = user.open(seen_wire, width=100, height=30)
    terminal.wait_for(TITLE)
    terminal.press("a")
    terminal.wait_for("ctrl+s")
    terminal.type("half a thought")
    terminal.close_card("ctrl+s")
    terminal.press("a")
    terminal.wait_for("half a thought")
    terminal.press("C-s")
    terminal.wait(lambda: user.notes.exists() and user.notes_made(), "saved the note")
    assert user.notes_made() == ["half a thought"]
    terminal.leave()


def test_the_place_is_resumed(user, seen_wire):
    terminal = user.open(seen_wire, width=80, height=24)
    terminal.wait_for(TITLE)
    terminal.press("G")
    terminal.wait_for("Adeyemi")
    terminal.wait(lambda: user.notes.exists() and user.stored(), "put the article on the desk")
    terminal.leave()
    again = user.open(seen_wire, width=80, height=24)
    again.wait_for("Adeyemi")
    again.leave()


def test_the_first_start_opens_a_seed_with_its_guided_note(user):
    terminal = user.open(width=120, height=40)
    terminal.wait_for(TITLE, "Welcome to reader")
    terminal.close_card("Welcome to reader")
    terminal.leave()


def test_help_names_the_keys_and_goes_away(user, seen_wire):
    terminal = user.open(seen_wire, width=120, height=40)
    terminal.wait_for(TITLE)
    terminal.press("?")
    terminal.wait_for("half a page down")
    terminal.close_card("half a page down")
    terminal.leave()


def test_an_article_is_piped_in_and_keys_still_work(user, seen_wire):
    reader = user.programs / "reader"
    terminal = user.open_command(f"cat {seen_wire} | {reader} -", width=100, height=30)
    terminal.wait_for(TITLE)
    terminal.press("G")
    terminal.wait_for("Adeyemi")
    terminal.leave()


def test_news_text_is_never_taken_for_markup_or_for_commands_to_the_terminal(user):
    (user.home / "odd.txt").write_text(
        "A headline in [bold]brackets[/bold]\n\n"
        "[Reuters] said “it [sic] was \x1b[31mred\x1b[0m and \x07loud” [/].\n"
    )
    terminal = user.open("odd.txt", width=80, height=24)
    shown = terminal.wait_for("[bold]brackets[/bold]", "[Reuters] said", "[sic]", "[/].")
    assert "loud" in shown
    terminal.leave()


def test_a_changed_article_tells_which_notes_need_a_look(user, seen_wire):
    article = user.home / seen_wire
    for words, body in (("You cannot park a ship,", "moves"), ("dangerous goods", "goes")):
        made = user.run("annotate", seen_wire, "--exact", words, "--note", body)
        assert made.returncode == 0, made.stderr
    text = article.read_text(encoding="utf-8")
    gone = " None of the lost containers held dangerous goods, she added."
    article.write_text("Updated: " + text.replace(gone, ""), encoding="utf-8")
    terminal = user.open(seen_wire, width=160, height=40)
    terminal.wait_for("1 note needs a look", "Notes 2")
    terminal.press("Tab")
    terminal.wait_for("x dismiss")
    terminal.press("Right")
    terminal.wait_for("a edit", "lost from this version", "moved:")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert sorted(user.notes_made()) == ["goes", "moves"]


def test_highlight_delete_and_undo(user, seen_wire):
    def highlights() -> list[str]:
        return [
            part["exact"]
            for record in (user.stored() if user.notes.exists() else [])
            if record["kind"] == "highlight"
            for part in record["anchor"]["parts"]
        ]

    terminal = user.open(seen_wire, width=100, height=30)
    terminal.wait_for(TITLE)
    terminal.find("Maris Line denied")
    terminal.press("H")
    terminal.wait(
        lambda: highlights() == ["Maris Line denied that the checks had been cut short."],
        "highlighted the sentence",
    )
    terminal.wait_for("Notes 1")
    terminal.press("d", "d")
    terminal.wait(lambda: not highlights(), "deleted it")
    terminal.press("u")
    terminal.wait(highlights, "took it back")
    terminal.leave()


def test_what_another_terminal_notes_appears(user, seen_wire):
    terminal = user.open(seen_wire, width=160, height=40)
    terminal.wait_for(TITLE)
    made = user.run("annotate", seen_wire, "--exact", "God does not", "--note", "from elsewhere")
    assert made.returncode == 0, made.stderr
    terminal.wait_for("Notes 1")
    user.write_note(terminal, "from here")
    assert sorted(user.notes_made()) == ["from elsewhere", "from here"]
    terminal.leave()


def test_resizing_keeps_the_place(user, seen_wire):
    terminal = user.open(seen_wire, width=160, height=50)
    terminal.wait_for(TITLE)
    terminal.find("a knife for a fishing boat")
    for width, height in ((60, 16), (40, 12), (100, 30)):
        terminal.resize(width, height)
        terminal.wait(
            lambda width=width: (
                all(len(line) <= width for line in terminal.screen().split("\n"))
                and "a knife" in terminal.screen()
            ),
            "kept the place",
        )
    terminal.leave()


def test_the_narrowest_terminal_still_reads_and_notes(user, seen_wire):
    terminal = user.open(seen_wire, width=40, height=12)
    terminal.wait_for(TITLE)
    terminal.press("G")
    terminal.wait_for("Adeyemi")
    user.write_note(terminal, "narrow")
    terminal.leave()


def test_without_colour_the_marks_still_differ(user, seen_wire):
    terminal = user.open(seen_wire, width=120, height=40, NO_COLOR="1")
    terminal.wait(lambda: "italic" in terminal.style_of("is safe, and that"), "showed the quote")
    terminal.wait(
        lambda: "underline" in terminal.style_of("Ingrid Brekke", "Captain "), "showed the name"
    )
    assert not colours_of(terminal.styled())
    terminal.leave()


def colours_of(styled: str) -> set[str]:
    """Return the colours on a screen that are no shade of grey."""
    rgb = re.findall(r"[34]8;2;(\d+);(\d+);(\d+)", styled)
    return {";".join(one) for one in rgb if len(set(one)) > 1}
