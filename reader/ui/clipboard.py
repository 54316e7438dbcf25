"""Copies to the desktop's clipboard by its own tool, where this terminal is on the desktop."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from reader.whole_file import whole_file

PROGRAM_TIMEOUT = 2.0
"""Seconds a tool may take."""

TOOLS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("pbcopy", (), ""),
    ("wl-copy", (), "WAYLAND_DISPLAY"),
    ("xclip", ("-selection", "clipboard"), "DISPLAY"),
    ("xsel", ("--clipboard", "--input"), "DISPLAY"),
    ("clip.exe", (), ""),
)
"""Program, its arguments, and the variable without which it has no clipboard to reach."""


def tool_for(environment: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the command that reaches the desktop's clipboard.

    None over ssh, where it is another's.
    """
    if "SSH_CONNECTION" in environment or "SSH_TTY" in environment:
        return None
    for program, arguments, needed in TOOLS:
        if needed and not environment.get(needed):
            continue
        path = shutil.which(program, path=environment.get("PATH"))
        if path:
            return (path, *arguments)
    return None


def copied_by_tool(text: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """Copy with the desktop's tool; its name, None when there is none or it failed."""
    command = tool_for(environment)
    if command is None:
        return None
    encoding = "utf-16-le" if sys.platform == "win32" or command[0].endswith(".exe") else "utf-8"
    try:
        subprocess.run(
            command,
            input=text.encode(encoding, "replace"),
            timeout=PROGRAM_TIMEOUT,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return Path(command[0]).name


def copied_to_file(text: str, path: Path) -> Path | None:
    """Copy to a file, since a terminal does not say whether it took the text."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with whole_file(path) as file:
            file.write(text.encode("utf-8", "replace"))
    except OSError:
        return None
    return path
