"""``reader config``: prints every setting with its value now, or opens the file in an editor."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from reader.cli.desk import settings_for
from reader.cli.narration import tell
from reader.config import Settings, config_path, config_tables
from reader.config_text import config_page
from reader.config_values import ConfigError

EDITORS = ("sensible-editor", "nano", "vi", "notepad")
"""What is tried where neither VISUAL nor EDITOR names an editor."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--edit",
        action="store_true",
        help="open the file in $VISUAL or $EDITOR; a new file starts with every setting",
    )


def run(options: argparse.Namespace) -> int:
    """Raise ConfigError."""
    if options.edit:
        return _edit(options)
    settings = settings_for(options)
    print(_page(settings), end="")
    return 0


def _page(settings: Settings) -> str:
    from reader.review.scales import SHIPPED
    from reader.ui.keymap import COMMANDS

    scales = [scale.name for scale in (*settings.scales, *SHIPPED)]
    keys = [(command.id, command.keys, command.description) for command in COMMANDS]
    return config_page(settings, config_tables(settings.config_file), keys, scales)


def _edit(options: argparse.Namespace) -> int:
    """Open the config file; afterwards say whether reader can use it (1 when it cannot)."""
    editor = editor_named(os.environ)
    file = config_path()
    _prepare(file, options)
    ended = _run_editor([*editor, str(file)])
    if ended:
        tell(f"The editor {editor[0]} ended with status {ended}.")
    try:
        settings = settings_for(options)
    except ConfigError as fault:
        tell(f"{fault} Run `reader config --edit` again to correct it.")
        return 1
    wrong = list(_unusable(settings))
    for sentence in (*wrong, *_clashes(settings)):
        tell(sentence)
    return 1 if ended or wrong else 0


def editor_named(environment: Mapping[str, str]) -> list[str]:
    """Return the user's editor and its options, else in a terminal one that is installed.

    Raises ConfigError where there is none, or where its name cannot be read.
    """
    for variable in ("VISUAL", "EDITOR"):
        written = environment.get(variable, "").strip()
        if written:
            try:
                return shlex.split(written)
            except ValueError:
                raise ConfigError(
                    f"{variable} is {written}, which has a quotation mark too many; correct it."
                ) from None
    for name in EDITORS if in_terminal() else ():
        if shutil.which(name):
            return [name]
    raise ConfigError(f"Set EDITOR to the editor to use, or edit {config_path(environment)}.")


def in_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _prepare(file: Path, options: argparse.Namespace) -> None:
    """Make the file with every setting where there is none, and see that it can be changed."""
    try:
        if not file.exists() or (file.is_file() and not file.stat().st_size):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
            file.write_text(_page(settings_for(options)), encoding="utf-8")
        with file.open("r+b"):
            pass
    except OSError as fault:
        raise ConfigError(f"Cannot write {file}: {fault.strerror}.") from None


def _run_editor(command: list[str]) -> int:
    """Return the editor's exit status; ^C is the editor's while it runs."""
    former = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(command, check=False).returncode
    except FileNotFoundError:
        raise ConfigError(
            f"There is no editor {command[0]}. Install it, or set EDITOR to another one."
        ) from None
    except OSError as fault:
        raise ConfigError(f"Cannot start the editor {command[0]}: {fault.strerror}.") from None
    finally:
        signal.signal(signal.SIGINT, former)


def _unusable(settings: Settings) -> Iterator[str]:
    """Yield a sentence for each setting that is well written and names nothing."""
    from textual.theme import BUILTIN_THEMES

    from reader.review.scales import ScaleError, scale_named
    from reader.ui.themes import THEMES

    try:
        scale_named(settings.scale, settings.scales)
    except ScaleError as fault:
        yield str(fault)
    themes = [theme.name for theme in THEMES]
    if settings.theme and settings.theme not in {*themes, *BUILTIN_THEMES}:
        yield f"There is no theme “{settings.theme}”; those of reader are {', '.join(themes)}."


def _clashes(settings: Settings) -> tuple[str, ...]:
    from reader.ui.own_keys import resolve

    return resolve(settings.keys).clashes
