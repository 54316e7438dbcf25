"""Odd articles, missing models, notes that cannot be written: reported, survived, nothing lost."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.xdist_group("end_to_end"),
    pytest.mark.usefixtures("needs_tmux"),
]

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
TITLE = "Storm-hit cargo ship"
PARAGRAPH = "“We went down to the river again,” Nora Quill said, and counted 14 boats. "

ODD = {
    "one line": ("Only this one line.", "Only this one line."),
    "emoji": ("🚢🌊👩🏽‍🚒🇪🇺❤️" * 40, "🚢"),
    "300 KB": (
        "Long story\n\n"
        + "\n\n".join(f"{n}. {PARAGRAPH * 3}" for n in range(1300))
        + "\n\nThe end",
        "Long story",
    ),
    "paragraph of 100 KB": ("Wide story\n\n" + PARAGRAPH * 1350 + "The end", "Wide story"),
    "no blank": ("x" * 5000, "xxxxxxxx"),
}


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_article_opens_scrolls_takes_a_note_and_closes(user, kind):
    text, seen = ODD[kind]
    (user.home / "odd.txt").write_text(text, encoding="utf-8")
    terminal = user.open("odd.txt", width=80, height=24)
    terminal.wait_for(seen)
    terminal.press("G")
    if text.endswith("The end"):
        terminal.wait_for("The end")
    terminal.press("a")
    terminal.wait_for("ctrl+s")
    terminal.type("seen")
    terminal.press("C-s")
    terminal.wait(lambda: user.notes.exists() and user.notes_made() == ["seen"], "saved")
    terminal.press("g")
    terminal.wait_for(seen)
    terminal.leave()
    terminal.wait(lambda: user.engines() == [], "ended the engine")


def test_a_missing_models_folder_leaves_the_article_readable(user, wire):
    terminal = user.open(wire, width=100, height=30, READER_MODELS=str(user.home / "no-models"))
    terminal.wait_for(TITLE, "no-models")
    terminal.press("G")
    terminal.wait_for("Adeyemi")
    terminal.leave()


def test_broken_models_leave_the_article_readable(user, wire):
    (package,) = user.programs.parent.glob("lib/python*/site-packages/reader/analysis/starter")
    broken = user.home / "models"
    shutil.copytree(package, broken)
    for model in broken.rglob("*.pt"):
        model.write_bytes(b"not a model")
    terminal = user.open(wire, width=100, height=30, READER_MODELS=str(broken))
    terminal.wait_for(TITLE)
    terminal.wait_for("models")
    terminal.leave()


def test_an_engine_that_dies_is_reported_and_survived(user, wire):
    terminal = user.open(wire, width=100, height=30)
    terminal.wait_for(TITLE)
    (engine,) = terminal.wait(lambda: user.engines(), "started the engine")
    os.kill(engine, signal.SIGKILL)
    terminal.wait_for("engine")
    terminal.press("G")
    terminal.wait_for("Adeyemi")
    terminal.leave()


def test_a_program_that_is_killed_has_lost_nothing_saved(user, seen_wire):
    terminal = user.open(seen_wire, width=100, height=30)
    terminal.wait_for(TITLE)
    user.write_note(terminal, "before the blow")
    terminal.press("a")
    terminal.wait_for("ctrl+s")
    terminal.type("half a thought")
    terminal.wait(lambda: "half a thought" in user.drafts(), "kept the draft")
    os.kill(terminal.program(), signal.SIGKILL)
    assert terminal.wait_exit() == 128 + signal.SIGKILL
    again = user.open(seen_wire, width=100, height=30)
    again.wait_for(TITLE)
    again.press(")", ")")
    user.write_note(again, "after it")
    again.leave()
    assert user.notes_made() == ["before the blow", "after it"]


def test_a_program_that_is_asked_to_end_leaves_the_screen_in_order(user, seen_wire):
    terminal = user.open(seen_wire, width=100, height=30)
    terminal.wait_for(TITLE)
    os.kill(terminal.program(), signal.SIGTERM)
    terminal.wait_exit()
    assert "Traceback" not in terminal.screen()


def test_a_terminal_that_goes_away_takes_the_engine_with_it(user, wire):
    terminal = user.open(wire, width=100, height=30)
    terminal.wait_for(TITLE)
    terminal.wait(lambda: user.engines(), "started the engine")
    waits = terminal.wait
    terminal.close()
    waits(lambda: user.engines() == [], "ended the engine")


def test_notes_that_cannot_be_written_are_kept_as_drafts(user, wire):
    (user.home / "closed").write_text("a file where a folder should be")
    blocked = str(user.home / "closed" / "annotations.json")
    terminal = user.open(wire, width=100, height=30, READER_NOTES=blocked)
    terminal.wait_for(TITLE, "closed")
    terminal.press("a")
    terminal.wait_for("ctrl+s")
    terminal.type("not to be lost")
    terminal.press("C-s")
    terminal.wait(lambda: "not to be lost" in user.drafts(), "kept the draft")
    terminal.wait_gone("esc keeps draft")
    terminal.leave_with_drafts()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_notes_file_stays_as_it_is(user, wire):
    user.run("annotate", wire, "--exact", "Maris Line denied", "--note", "first")
    before = user.notes.read_bytes()
    user.notes.chmod(0o400)
    user.notes.parent.chmod(0o500)
    terminal = user.open(wire, width=100, height=30)
    terminal.wait_for(TITLE)
    terminal.press("a")
    terminal.wait_for("ctrl+s")
    terminal.type("not to be lost")
    terminal.press("C-s")
    terminal.wait(lambda: "not to be lost" in user.drafts(), "kept the draft")
    terminal.wait_gone("esc keeps draft")
    terminal.leave_with_drafts()
    user.notes.parent.chmod(0o700)
    assert user.notes.read_bytes() == before


def test_a_damaged_notes_file_is_never_written_over(user, wire):
    user.notes.parent.mkdir()
    user.notes.write_text('{"_default": {"1": {"article_')
    before = user.notes.read_bytes()
    terminal = user.open(wire, width=100, height=30)
    terminal.wait_for(TITLE)
    terminal.press("a")
    terminal.wait_for("ctrl+s")
    terminal.type("not to be lost")
    terminal.press("C-s")
    terminal.wait(lambda: "not to be lost" in user.drafts(), "kept the draft")
    terminal.wait_gone("esc keeps draft")
    terminal.leave_with_drafts()
    assert user.notes.read_bytes() == before
