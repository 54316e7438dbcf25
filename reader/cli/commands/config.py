"""``reader config``: prints every setting with its value now, or opens the file in an editor."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess

from reader.cli.desk import settings_for
from reader.cli.narration import tell
from reader.config import Settings, config_path, config_tables
from reader.config_text import config_page
from reader.config_values import ConfigError


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
    """Open the config file; afterwards says whether reader can use it (1 when it cannot)."""
    editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not editor:
        raise ConfigError("Set VISUAL or EDITOR to the editor that `reader config --edit` opens.")
    file = config_path()
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
            file.write_text(_page(settings_for(options)), encoding="utf-8")
    except OSError as fault:
        raise ConfigError(f"Cannot write {file}: {fault.strerror}.") from None
    try:
        ended = subprocess.run([*editor, str(file)], check=False).returncode
    except OSError as fault:
        raise ConfigError(f"Cannot start the editor {editor[0]}: {fault.strerror}.") from None
    try:
        settings_for(options)
    except ConfigError as fault:
        tell(fault)
        return 1
    return 1 if ended else 0
