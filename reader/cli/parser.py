"""The table of commands, and what the words on the command line ask for."""

from __future__ import annotations

import argparse
import importlib
import keyword
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn, Protocol, cast

from reader.cli.narration import tell
from reader.version import __version__

COMMANDS: Mapping[str, str] = {
    "read": "open an article, or the desk (what `reader FILE` does)",
    "serve": "open the app in a browser on this machine",
    "show": "print an article with its findings and notes as numbered lines",
    "analyze": "print the people, quotes and figures found in articles",
    "annotate": "add a note, highlight or tag to a passage without opening the screen",
    "add": "add files, folders and web addresses to the library",
    "desk": "tag, archive, remove, analyze or export many articles at once",
    "list": "list the articles in the library and their notes",
    "find": "search the articles and notes in the library",
    "tags": "list the tags as a tree; rename, merge or describe one in all notes",
    "queue": "list the statements worth checking, and decide on them",
    "review": "check statements one by one, on the screen or with --plain",
    "claims": "list all claims with their verdicts",
    "claim": "add, change or show one claim",
    "known": "find what was checked before in other words; list and remove prior checks",
    "conflicts": "list figures that differ, quotes that changed, and notes in two versions",
    "speakers": "list the people quoted, with everything each one said",
    "export": "export notes to another format",
    "import": "import notes from another tool or from an export",
    "check": "verify the notes file, or check what became of notes on changed articles",
    "backup": "back up the notes file",
    "restore": "replace the notes file by a backup",
    "history": "print who changed a note, when and how",
    "purge": "delete removed notes permanently",
    "merge": "merge another person's notes file into yours",
    "diff": "print the differences between two notes files",
    "agree": "measure how far two people's annotations agree",
    "models": "list, install and choose the models that find names",
    "train": "train the models, or fine-tune them on your corrections",
    "evaluate": "score the models on annotated news",
    "config": "print every setting with its current value, or edit the config file",
    "doctor": "report versions, paths and problems",
}
"""Every command with its line of help; the module reader.cli.commands.NAME carries it out, with an
underscore behind a name that is a word of Python.
"""
EXAMPLES: Mapping[str, str] = {
    "read": "reader story.txt https://example.org/report",
    "serve": "reader serve story.txt --read-only",
    "show": "reader show story.txt --plain",
    "analyze": "reader analyze stories/ --format jsonl > findings.jsonl",
    "annotate": "reader annotate story.txt --exact '22 containers' --note 'The port says 15.'",
    "add": "reader add clippings/ --analyze --tag harbour",
    "list": "reader list --articles --sort date",
    "find": "reader find lost containers --in notes",
    "queue": "reader queue story.txt --why",
    "review": "reader review story.txt --plain",
    "claims": "reader claims --disagreements",
    "conflicts": "reader conflicts wire.txt courier.txt",
    "export": "reader export --format html -o report.html",
    "import": "reader import --format hypothesis annotations.json",
    "check": "reader check story.txt --seen",
}
"""An example for each of the commands that people use most."""


class Command(Protocol):
    """What a module of this package offers."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""

    def run(self, options: argparse.Namespace) -> int:
        """Run the command and return its exit code. Raises ReaderError with a sentence."""


class _Lines(argparse.HelpFormatter):
    """Wraps texts, but keeps lines that begin with a blank as they are: commands to copy."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        parts = (
            part if part.startswith(" ") else textwrap.fill(part, width)
            for part in text.splitlines()
        )
        return textwrap.indent("\n".join(parts), indent)


class _Parser(argparse.ArgumentParser):
    """Reports wrong use in one sentence, as every other fault; argparse repeats the usage."""

    def error(self, message: str) -> NoReturn:
        sentence = f"{message[:1].upper()}{message[1:]}"
        if message.endswith("expected one argument"):
            option = message.split(":")[0].rpartition(" ")[2].rpartition("/")[2]
            sentence += f" (one that begins with a dash is written {option}=-…)"
        tell(f"{sentence}; see `{self.prog} --help`.")
        self.exit(2)


def parse(words: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    """Return the command that ``words`` name, with its options; ``read`` when they name none.

    Only the module of that command is imported. Ends the program as argparse does for
    ``--help``, ``--version`` and wrong use.
    """
    name, rest = "read", list(words)
    at = _place_of_command(rest)
    if at is not None:
        name = rest.pop(at)
    elif not rest or rest[0] in ("-h", "--help", "--version"):
        _overview().parse_args(rest)
    command = cast(Command, importlib.import_module(f"reader.cli.commands.{_module(name)}"))
    parser = _Parser(
        prog="reader" if name == "read" else f"reader {name}",
        description=COMMANDS[name][0].upper() + COMMANDS[name][1:] + ".",
        formatter_class=_Lines,
    )
    parser.add_argument(
        "--notes",
        type=Path,
        metavar="PATH",
        help="notes file (default: READER_NOTES, then config.toml, then the data folder)",
    )
    command.arguments(parser)
    if name in EXAMPLES:
        before = f"{parser.epilog}\n\n" if parser.epilog else ""
        parser.epilog = f"{before}Example:\n  {EXAMPLES[name]}"
    return command, parser.parse_args(rest)


def _place_of_command(words: Sequence[str]) -> int | None:
    """Return where the command is: first, or behind options such as --notes PATH."""
    at = 0
    while at < len(words) and words[at][:2] == "--" and words[at] not in ("--", "--help"):
        at += 2 if words[at] == "--notes" else 1
    return at if at < len(words) and words[at] in COMMANDS else None


def _module(command: str) -> str:
    return f"{command}_" if keyword.iskeyword(command) else command


def _overview() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    table = "\n".join(f"  {name:<{width}}  {help_}" for name, help_ in COMMANDS.items())
    parser = _Parser(
        prog="reader",
        usage="reader [FILE ... | -]\n       reader COMMAND ...",
        description="Read, annotate and fact-check an article in the terminal.",
        epilog=f"commands:\n{table}\n\n`reader COMMAND --help` describes its options. "
        "A file named like a command: `reader ./list`.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"reader {__version__}")
    return parser
