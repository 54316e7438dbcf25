"""A fact-checker at a terminal: the whole queue of a story by keys alone, to finished claims."""

from __future__ import annotations

import json
import os
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
OPEN = re.compile(r"(\d+) of (\d+) shown, (\d+) open")
KEYS_AN_ITEM = 2
REAL = os.environ.get("READER_REAL_ARTICLE", "")
"""A real newswire story to try it on as well; it is not reproduced here."""


class Keyboard:
    """Counts what is pressed."""

    def __init__(self, terminal) -> None:
        self.terminal = terminal
        self.pressed = 0

    def press(self, *keys: str) -> None:
        self.pressed += len(keys)
        self.terminal.press(*keys)


def left(terminal) -> int:
    found = OPEN.search(terminal.screen())
    return int(found[3]) if found else -1


def claims(user) -> list[dict]:
    """Return the claims as scripts get them, those of the journal too."""
    return json.loads(user.run("claims", "--format", "json").stdout)


def statuses(user) -> set[str]:
    return {one["status"] for one in claims(user)}


def changed(terminal, before: str) -> str:
    """Return the screen once it is another one."""
    return terminal.wait(lambda: (now := terminal.screen()) != before and now, "changed")


def fewer_left(terminal, before: int) -> int:
    """Return how many are left once they are fewer."""
    terminal.wait(lambda: 0 <= left(terminal) < before, "decided and went on")
    return left(terminal)


def decide_everything(terminal) -> int:
    """Go through the whole queue by keys alone; how many items it has."""
    terminal.press("r")
    terminal.wait_for("1 True", "5 False", "0 of 8 decided")
    terminal.press("a")
    shown = terminal.wait(lambda: OPEN.search(terminal.screen()), "showed the whole queue")
    items, now, turn = int(shown[2]), int(shown[3]), 0
    assert int(shown[1]) == items
    terminal.press("g")
    terminal.wait_for(f"1 of {items}")
    keyboard = Keyboard(terminal)
    while now:
        # A verdict, an acceptance, a dismissal, and now and then an item is put off first.
        if turn % 7 == 3 and now > 1:
            before = terminal.screen()
            keyboard.press("Space")
            changed(terminal, before)
        keyboard.press(("5", "A", "2", "x")[turn % 4])
        now, turn = fewer_left(terminal, now), turn + 1
    assert keyboard.pressed <= KEYS_AN_ITEM * items
    terminal.wait_for("8 of 8 decided")
    return items


@pytest.mark.parametrize(("width", "height"), [(160, 50), (80, 24)])
def test_the_whole_queue_is_decided_with_two_keys_an_item_at_most(user, seen_wire, width, height):
    terminal = user.open(seen_wire, width=width, height=height)
    terminal.wait_for(TITLE)
    items = decide_everything(terminal)

    # All claims with a verdict are finished at once, after a look at how many they are.
    terminal.press("B")
    terminal.wait_for(f"All {items} items: the whole queue", "d  finish")
    terminal.press("d")
    terminal.wait_for("Done: finish")
    terminal.wait(lambda: statuses(user) == {"done"}, "finished them")

    terminal.press("E")
    listed = terminal.wait_for("json: all records")
    terminal.press(re.search(r"(\w)  json: all records", listed)[1])
    terminal.wait_for("export json to:")
    terminal.press("C-u")
    terminal.type("checked.json")
    terminal.press("Enter")
    terminal.wait_for("checked.json")
    terminal.wait(lambda: (user.home / "checked.json").exists(), "wrote the export")
    written = terminal.wait(
        lambda: (text := (user.home / "checked.json").read_text()) and json.loads(text), "exported"
    )
    records = [one for report in written["articles"] for one in report["records"]]
    finished = [one for one in records if one["kind"] == "claim"]
    assert len(finished) == len(claims(user)) > 0
    assert {one["status"] for one in finished} == {"done"}
    assert {one["assessments"][0]["label"] for one in finished} == {"False", "Mostly true"}
    assert all(one["claim"] for one in finished)

    # What was decided is still decided at the next start, and undo reaches back over it.
    terminal.press("q")
    terminal.wait_gone("1 True")
    terminal.leave()
    again = user.open(seen_wire, width=width, height=height)
    again.wait_for(TITLE)
    again.press("r")
    again.wait_for("8 of 8 decided")
    again.press("u")
    again.wait_for("Undone: claims done")
    again.wait(lambda: statuses(user) == {"in progress"}, "took the step back")
    again.press("q")
    again.wait_gone("1 True")
    again.leave()


@pytest.mark.skipif(not REAL, reason="READER_REAL_ARTICLE is not set")
def test_the_whole_queue_of_a_real_story(user):
    assert user.run("analyze", REAL).returncode == 0
    terminal = user.open(REAL)
    terminal.wait_for("[Findings ")
    assert decide_everything(terminal) > 50
    terminal.press("B")
    terminal.wait_for("d  finish")
    terminal.press("d")
    terminal.wait(lambda: statuses(user) == {"done"}, "finished them")
    terminal.press("q")
    terminal.wait_gone("1 True")
    terminal.leave()
    exported = user.run("export", "--format", "csv")
    assert exported.returncode == 0
    assert exported.stdout.count("Mostly true") > 5


def test_figures_and_quotes_that_differ_between_two_reports_stand_beside_the_item(user, seen_wire):
    other = "harbour-second-outlet.txt"
    shutil.copy(SEEDS / other, user.home)
    assert user.run("analyze", other).returncode == 0
    assert (
        user.run(
            "annotate", other, "--exact", "the", "--occurrence", "1", "--note", "seen"
        ).returncode
        == 0
    )
    terminal = user.open(seen_wire)
    terminal.wait_for(TITLE)
    terminal.press("r")
    terminal.wait_for("1 True")
    seen = terminal.screen()
    while "Figures differ: containers" not in seen:
        terminal.press("j")
        seen = changed(terminal, seen)
    assert "15 containers" in seen
    terminal.press("F")
    terminal.wait_for("of the whole queue", "esc leaves")
    terminal.press("n")
    terminal.type("Brekke")
    terminal.press("Enter")
    terminal.wait_for("contains “Brekke”")
    terminal.press("g")
    seen = terminal.screen()
    while "Other words in" not in seen:
        terminal.press("j")
        seen = changed(terminal, seen)
    assert "there “" in seen
    terminal.press("q")
    terminal.wait_gone("1 True")
    terminal.leave()
