"""The line to the terminal: stray bytes, signals, layouts, keys that every terminal program has."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, Paste
from textual.widgets import Input, TextArea

from reader.annotations.records import Evidence
from reader.session.drafts import Drafts
from reader.ui.dialogs.note_editor import NoteEditor
from reader.ui.from_outside import KeepsDraft, keep_typed
from reader.ui.keyboard_layouts import latin_keys
from reader.ui.own_keys import resolve
from reader.ui.prompt import Prompt
from reader.ui.review.evidence_form import EvidenceForm
from reader.ui.typed_line import one_line

posix = pytest.mark.skipif(os.name == "nt", reason="a terminal as POSIX has it")


@posix
@given(st.lists(st.binary(max_size=6), max_size=6))
def test_no_byte_from_the_terminal_is_a_fault(parts: list[bytes]) -> None:
    from reader.ui.terminal_driver import KeyBytes

    keys = KeyBytes()
    assert all(isinstance(keys.text(part), str) for part in parts)


@posix
@pytest.mark.parametrize("cut", range(3, 6))
def test_an_old_mouse_report_is_dropped_however_it_is_cut(cut: int) -> None:
    from reader.ui.terminal_driver import KeyBytes

    keys = KeyBytes()
    report = b"\x1b[M \xe3\x21"
    assert keys.text(b"j" + report[:cut]) + keys.text(report[cut:] + b"k") == "jk"
    assert keys.old_mouse
    assert keys.text("é".encode()[:1]) + keys.text("é".encode()[1:]) == "é"


def test_lines_that_are_pasted_into_a_line_are_joined_by_spaces() -> None:
    assert one_line("The pier\r\n  was closed\n\nin May\n") == "The pier was closed in May"
    assert one_line(" kept  as it is ") == " kept  as it is "


async def test_find_takes_all_lines_of_a_paste(bench, until) -> None:
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("/")
        await until(pilot, lambda: isinstance(app.focused, Input))
        app.focused.post_message(Paste("containers.\nHolm  \nleft"))
        await until(pilot, lambda: app.focused.value)
        assert app.focused.value == "containers. Holm left"


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("ru_RU.UTF-8", "о а й Щ . ю", "j f q O . ."),
        ("uk_UA.UTF-8", "і ї є", "s ] '"),
        ("bg_BG.UTF-8", "т а з", "j d p"),
        ("sr_RS.UTF-8", "ј а љ", "j a q"),
        ("el_GR", "ξ α Γ", "j a G"),
        ("he_IL", "ח ש ץ", "j a ."),
        ("ar", "ت ش ٣", "j a 3"),
    ],
)
def test_a_letter_means_the_key_in_its_place(language: str, typed: str, meant: str) -> None:
    latin = latin_keys({"LANG": language})
    assert [latin.get(sign, sign) for sign in typed.split()] == meant.split()


async def test_commands_are_reached_by_place_and_fields_take_the_letter(bench, until) -> None:
    async with bench.app(bench.article()) as (app, pilot):
        cursor = app.reader.pane.cursor
        app.post_message(Key("cyrillic_small_letter_o", "о"))
        await until(pilot, lambda: app.reader.pane.cursor != cursor)
        app.post_message(Key("slash", "/"))
        await until(pilot, lambda: isinstance(app.focused, Input))
        app.post_message(Key("cyrillic_small_letter_o", "о"))
        await until(pilot, lambda: app.focused.value == "о")


async def test_a_letter_that_the_user_gave_a_command_is_that_command(bench, until) -> None:
    bench.set(keys={"find": ("о",)})
    async with bench.app(bench.article()) as (app, pilot):
        app.post_message(Key("cyrillic_small_letter_o", "о"))
        await until(pilot, lambda: isinstance(app.focused, Input))


def test_a_second_key_for_quitting_leaves_review_its_own() -> None:
    keys = resolve({"quit": ["q", "й"]})
    assert not keys.clashes
    assert keys.table("read")["й",].id == "quit"
    assert keys.table("review")["q",].id == "leave-review"
    assert keys.table("review")["ctrl+q",].id == "quit"


def test_a_new_key_is_taken_in_every_place_of_its_command() -> None:
    keys = resolve({"quit": ["Z"]})
    assert keys.table("read")["Z",].id == keys.table("review")["Z",].id == "quit"


async def test_what_is_typed_into_a_line_is_there_after_an_end_from_outside(bench, until) -> None:
    article = bench.article()
    async with bench.app(article) as (app, pilot):
        await pilot.press("T")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press(*"money")
        app.end_by(signal.SIGTERM)
        await until(pilot, lambda: app._exit)
    assert app.ended_by == signal.SIGTERM
    async with bench.app(article) as (app, pilot):
        await pilot.press("T")
        await until(pilot, lambda: isinstance(app.focused, Input))
        assert app.focused.value == "money"
        await pilot.press("escape", "T")
        await until(pilot, lambda: isinstance(app.focused, Input))
        assert app.focused.value == ""


async def test_the_last_letters_of_a_note_are_in_its_draft(bench, until) -> None:
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("a")
        await until(
            pilot, lambda: isinstance(app.screen, NoteEditor) and app.screen.query(TextArea)
        )
        app.screen.query_one(TextArea).insert("gauge")
        keep_typed(app)
        (draft,) = bench.settings.drafts.glob("text-*.json")
        assert "gauge" in draft.read_text()


async def test_evidence_is_a_draft_and_comes_back(bench, until, tmp_path) -> None:
    drafts = Drafts(tmp_path / "drafts")
    async with bench.app(bench.article()) as (app, pilot):
        app.push_screen(EvidenceForm("the pier", (), drafts, "evidence 1"))
        await until(pilot, lambda: isinstance(app.screen, EvidenceForm) and app.screen.is_mounted)
        await until(pilot, lambda: app.screen.query("#evidence-title"))
        app.screen.query_one("#evidence-title", Input).value = "Harbour accounts"
        keep_typed(app)
    again = EvidenceForm("the pier", (), drafts, "evidence 1")
    assert again._draft == Evidence(title="Harbour accounts")
    for odd in ('{"title": 7, "url": "x", "no": 1}', "[1]", "{", "[" * 100_000):
        drafts.keep("evidence 1", odd)
        assert EvidenceForm("x", (), drafts, "evidence 1")._draft.title == ""


def test_every_place_to_type_in_keeps_a_draft() -> None:
    for each in (NoteEditor, Prompt, EvidenceForm):
        assert issubclass(each, KeepsDraft)


async def test_the_screen_can_be_drawn_again(bench) -> None:
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("ctrl+l", "ctrl+z")
        assert app.is_running


@posix
@pytest.mark.end_to_end
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_restores_the_terminal_and_is_in_the_exit_code(
    tmp_path: Path, own_home: Path, number: int
) -> None:
    (tmp_path / "pier.txt").write_text("Pier closes\n\nThe pier is closed until May.\n")
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    command = ["-m", "reader", str(tmp_path / "pier.txt")]
    with pexpect.spawn(
        sys.executable,
        command,
        env=environment,
        dimensions=(24, 80),
        timeout=120,
        # What nohup ignores stays ignored, in the tests that run below it too.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    ) as terminal:
        terminal.expect("until May")
        terminal.send("a")
        terminal.expect("ctrl\\+s saves")
        terminal.send("gauge")
        terminal.expect("gauge")
        terminal.kill(number)
        terminal.expect(pexpect.EOF)
        terminal.wait()
        assert b"\x1b[?1049l" in terminal.before
        assert (terminal.exitstatus, terminal.signalstatus) == (128 + number, None)
    assert any("gauge" in path.read_text() for path in own_home.rglob("drafts/text-*.json"))


@posix
@pytest.mark.end_to_end
def test_standard_input_that_is_no_terminal_is_never_keys(tmp_path: Path) -> None:
    (tmp_path / "pier.txt").write_text("Pier closes\n\nThe pier is closed until May.\n")
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    line = f"printf Hq | {sys.executable} -m reader {tmp_path / 'pier.txt'} --notes {tmp_path}/n"
    with pexpect.spawn(
        "sh", ["-c", line], env=environment, dimensions=(24, 80), timeout=120
    ) as terminal:
        terminal.expect("until May")
        terminal.send("q")
        terminal.expect(pexpect.EOF)
    assert b"highlight" not in b"".join(
        path.read_bytes() for path in tmp_path.rglob("n*") if path.is_file()
    )
