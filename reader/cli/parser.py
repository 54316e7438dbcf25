"""The table of commands, and what the words on the command line ask for."""

from __future__ import annotations

import argparse
import importlib
import keyword
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn, Protocol, cast

from reader.cli.narration import tell
from reader.version import __version__

COMMANDS: Mapping[str, str] = {
    "read": "open an article, or the desk (what `reader FILE` does)",
    "show": "print an article with its findings and notes, line by line",
    "analyze": "print what is found in articles: people, quotes, figures",
    "annotate": "note or highlight a passage without opening the screen",
    "add": "bring files, folders and addresses to the desk",
    "list": "list the articles and notes on the desk",
    "find": "find words in the articles and notes on the desk",
    "tags": "list the tags as a tree; rename, merge or describe one in all notes",
    "queue": "list what in an article is worth a check, and decide on it",
    "review": "go through the queue: on the screen, or --plain by one prompt at a time",
    "claims": "list the claims with their verdicts, and where two people differ",
    "claim": "make, change or show one claim",
    "conflicts": "list figures that differ, and quotes whose words changed",
    "speakers": "list who is quoted, and all that each one said",
    "export": "write notes in another format",
    "import": "take in notes from another tool, or your own from an export",
    "check": "verify the notes file and every anchor, and mend on request",
    "backup": "copy the notes",
    "restore": "put a copy in the place of the notes",
    "history": "print who changed a note, when, and from what to what",
    "purge": "remove deleted notes for good",
    "merge": "bring another person's notes into one's own",
    "diff": "print what two notes files have differently",
    "agree": "print how far two people agree in what they marked",
    "models": "list and choose what finds names, bring Stanza's models for other languages",
    "train": "train the models, or fine-tune them on your corrections",
    "evaluate": "score the models on annotated news",
    "config": "print every setting with its value now, or edit the config file",
    "doctor": "say what is installed, where the data is, and what is wrong",
}
"""Every command with its line of help; the module reader.cli.commands.NAME carries it out, with an
underscore behind a name that is a word of Python.
"""


class Command(Protocol):
    """What a module of this package offers."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""

    def run(self, options: argparse.Namespace) -> int:
        """Carries the command out; the exit code comes back."""


class _Parser(argparse.ArgumentParser):
    """Tells wrong use in one sentence, as every other fault, where argparse repeats the usage."""

    def error(self, message: str) -> NoReturn:
        sentence = f"{message[:1].upper()}{message[1:]}"
        if message.endswith("expected one argument"):
            option = message.split(":")[0].rpartition(" ")[2].rpartition("/")[2]
            sentence += f" (one that begins with a dash is written {option}=-…)"
        tell(f"{sentence}; `{self.prog} --help` tells more.")
        self.exit(2)


def parse(words: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    """Return the command that ``words`` name, with its options; ``read`` when they name none.

    Only the module of that command is imported. Ends the program as argparse does for
    ``--help``, ``--version`` and wrong use.
    """
    name, rest = "read", list(words)
    if rest and rest[0] in COMMANDS:
        name, rest = rest[0], rest[1:]
    elif not rest or rest[0] in ("-h", "--help", "--version"):
        _overview().parse_args(rest)
    command = cast(Command, importlib.import_module(f"reader.cli.commands.{_module(name)}"))
    parser = _Parser(
        prog="reader" if name == "read" else f"reader {name}",
        description=COMMANDS[name][0].upper() + COMMANDS[name][1:] + ".",
    )
    parser.add_argument(
        "--notes",
        type=Path,
        metavar="PATH",
        help="the TinyDB file with the notes (else READER_NOTES, else config.toml)",
    )
    command.arguments(parser)
    return command, parser.parse_args(rest)


def _module(command: str) -> str:
    return f"{command}_" if keyword.iskeyword(command) else command


def _overview() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    table = "\n".join(f"  {name:<{width}}  {help_}" for name, help_ in COMMANDS.items())
    parser = _Parser(
        prog="reader",
        usage="reader [FILE ... | -]\n       reader COMMAND ...",
        description="Read, annotate and fact-check an article in the terminal.",
        epilog=f"commands:\n{table}\n\n`reader COMMAND --help` tells more. "
        "A file named like a command: `reader ./list`.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"reader {__version__}")
    return parser
