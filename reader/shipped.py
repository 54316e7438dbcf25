"""Finds the folders that ship with the code: models, styles and seeds.

The last two lie at the top of the repository; a wheel carries them inside the package.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent

STARTER = PACKAGE / "analysis" / "starter"
"""The Stanza package that ships with reader."""

ENCODER = PACKAGE / "analysis" / "encoder" / "minilm.pt"
"""The sentence encoder that ships with reader."""


def shipped_folder(name: str) -> Path:
    """Return the folder ``styles`` or ``seeds``.

    FileNotFoundError when the installation lacks it.
    """
    for folder in (PACKAGE / "_data" / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"reader's {name} folder is missing; install reader again")
