"""Finds the folders that ship beside the code: styles and seeds.

They lie at the top of the repository; a wheel carries them inside the package.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def shipped_folder(name: str) -> Path:
    """The folder ``styles`` or ``seeds``; FileNotFoundError when the installation lacks it."""
    for folder in (PACKAGE / "_data" / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"reader's {name} folder is missing; install reader again")
