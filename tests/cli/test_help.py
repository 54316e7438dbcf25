"""What `--help` says: a sentence a command, defaults named, examples that work as they stand."""

from __future__ import annotations

import argparse
import importlib
import keyword
import shlex

import pytest

from reader.cli.parser import COMMANDS, EXAMPLES, parse
from tests.plain_english import MAX_HELP


@pytest.mark.parametrize("command", EXAMPLES)
def test_an_example_is_a_command_line_that_is_understood(command):
    words = shlex.split(EXAMPLES[command].split(" > ")[0])
    assert words[0] == "reader"
    module, _ = parse(words[1:])
    plain = f"{command}_" if keyword.iskeyword(command) else command
    assert module.__name__ == f"reader.cli.commands.{plain}"


def test_ten_commands_have_an_example():
    assert len(EXAMPLES) >= 10
    assert set(EXAMPLES) <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_described_in_one_sentence_of_a_line(command):
    line = COMMANDS[command]
    assert len(line) < MAX_HELP
    assert ". " not in line
    assert not line.endswith(".")
    assert line[0].islower()


def options():
    for command in COMMANDS:
        module = f"{command}_" if keyword.iskeyword(command) else command
        parser = argparse.ArgumentParser()
        importlib.import_module(f"reader.cli.commands.{module}").arguments(parser)
        for action in parser._actions:
            if not isinstance(action, argparse._SubParsersAction | argparse._HelpAction):
                yield pytest.param(command, action, id=f"{command} {action.dest}")


@pytest.mark.parametrize(("command", "action"), options())
def test_every_option_says_what_it_does(command, action):
    assert action.help
    assert action.help is not argparse.SUPPRESS


@pytest.mark.parametrize(("command", "action"), options())
def test_a_default_that_is_no_mere_absence_is_named(command, action):
    named = action.default not in (None, "", False, (), [], argparse.SUPPRESS)
    if named and action.option_strings:
        assert "default" in action.help


def test_the_example_is_shown_as_a_line_to_copy(capsys):
    with pytest.raises(SystemExit):
        parse(["annotate", "--help"])
    lines = capsys.readouterr().out.splitlines()
    assert f"  {EXAMPLES['annotate']}" in lines
