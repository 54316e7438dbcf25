"""A headless Chromium, where one is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)


def document_of(page: Path) -> str:
    """Return the page as the browser has it after loading, as HTML."""
    assert CHROMIUM is not None
    with_profile = f"--user-data-dir={page.parent / 'profile'}"
    flags = ("--headless", "--no-sandbox", "--disable-gpu", with_profile, "--dump-dom")
    return subprocess.run(
        [CHROMIUM, *flags, page.as_uri()], capture_output=True, text=True, check=True, timeout=120
    ).stdout
