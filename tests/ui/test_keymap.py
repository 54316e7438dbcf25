from __future__ import annotations

import itertools
from typing import get_args

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.events import Key

from reader.ui.article_pane.keyboard import stroke_of
from reader.ui.keymap import COMMANDS, GROUPS, HINTS, ON_FINDINGS
from reader.ui.keymap_rows import Context
from reader.ui.keys import shown
from reader.ui.own_keys import is_key, resolve

CONTEXTS = get_args(Context)


@pytest.mark.parametrize("context", CONTEXTS)
def test_no_two_commands_of_a_context_share_a_key_or_its_beginning(context):
    taken = [
        (tuple(key.split()), command.id)
        for command in COMMANDS
        if context in command.contexts
        for key in command.keys
    ]
    for (first, one), (second, other) in itertools.combinations(taken, 2):
        length = min(len(first), len(second))
        assert first[:length] != second[:length], (one, other)


def test_every_key_is_written_as_a_key_and_every_command_is_grouped():
    for command in COMMANDS:
        assert command.group in GROUPS
        for key in command.keys:
            assert is_key(key), key


def test_symbols_that_need_altgr_have_a_plain_twin():
    for command in COMMANDS:
        if any(key in "{}[]\\|@~`" for key in command.keys):
            assert any(key not in "{}[]\\|@~`" for key in command.keys), command.id


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_footer_tells_at_most_seven_keys_that_fit_80_columns(context):
    hints = resolve().hints(context)
    assert len(HINTS[context]) <= 7
    assert len(hints) == len(HINTS[context])
    assert len("  ".join(f"{key} {word}" for key, word in hints)) <= 78


def test_the_footer_of_findings_tells_keys_that_do_something_there():
    hints = resolve().hints("list", ON_FINDINGS)
    assert len(hints) == len(ON_FINDINGS) <= 7
    assert len("  ".join(f"{key} {word}" for key, word in hints)) <= 78
    ids = {command.id for command in COMMANDS if "list" in command.contexts}
    assert ids.issuperset(ON_FINDINGS)


def test_the_agreed_keys_stand():
    read = {keys: command.id for keys, command in resolve().table("read").items()}
    select = {keys: command.id for keys, command in resolve().table("select").items()}
    assert read[("d", "d")] == "delete"
    assert read[("b",)] == "page-up"
    assert select[("b",)] == "word-previous"
    assert select[("i", "q")] == "inner-quote"
    assert read[("i",)] == "desk"
    assert read[("L",)] == "label"
    assert select[("L",)] == "label"


def test_a_users_key_replaces_the_shipped_one():
    keys = resolve({"note": ["ctrl+n", "alt+a"]})
    assert keys.of("note") == ("ctrl+n", "alt+a")
    assert keys.clashes == ()
    assert ("a",) not in keys.table("read")


def test_a_comma_may_be_a_key():
    assert resolve({"note": [",", "f9"]}).of("note") == (",", "f9")


def test_a_clash_is_reported_and_the_users_key_wins():
    keys = resolve({"note": ["n"]})
    assert keys.table("read")[("n",)].id == "note"
    (report,) = keys.clashes
    assert "next hit" in report
    assert keys.of("find-next") == ()


def test_a_key_that_begins_a_sequence_takes_the_sequence():
    keys = resolve({"note": ["d"]})
    assert keys.table("read")[("d",)].id == "note"
    assert ("d", "d") not in keys.table("read")
    assert len(keys.clashes) == 1


def test_unknown_commands_and_keys_are_reported():
    keys = resolve({"fly": ["x"], "note": ["hyper+q"]})
    assert len(keys.clashes) == 2
    assert keys.of("note") == ("a",)


def test_keys_are_written_as_people_write_them():
    assert shown("d d") == "dd"
    assert shown("escape") == "esc"
    assert shown("ctrl+d") == "ctrl+d"


def test_no_alt_key_is_one_that_a_terminal_sends_for_another():
    letters = {
        stroke.removeprefix("alt+")
        for command in COMMANDS
        for key in command.keys
        for stroke in key.split()
        if stroke.startswith("alt+") and len(stroke) == len("alt+x")
    }
    assert letters
    assert not {letter for letter in letters if f"\x1b{letter}" in ANSI_SEQUENCES_KEYS}


def test_a_letter_with_alt_is_not_the_letter_as_terminals_tell_it():
    assert stroke_of(Key("alt+o", "o")) == "alt+o"
    assert stroke_of(Key("upper_o", "O")) == "O"
    assert stroke_of(Key("apostrophe", "'")) == "'"
    assert stroke_of(Key("plus", "+")) == "+"
    assert stroke_of(Key("ctrl+o", "\x0f")) == "ctrl+o"
