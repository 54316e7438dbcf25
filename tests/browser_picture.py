"""``make browser-picture``: the README's picture of a browser tab, taken by Chromium itself."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path

from reader.shipped import shipped_folder
from tests.browser_tab import BrowserTab, browser_tab

PICTURE = Path(__file__).parent.parent / "seeds" / "browser.webp"
SEED = "harbour-second-outlet.txt"
SOUGHT = "18 containers"
NOTE = "The port says 15. Who counted?"


async def note_and_look(tab: BrowserTab, address: str) -> bytes:
    """Write a note on the first figure, and take the picture."""
    await tab.open(address)
    await tab.wait_for("People")
    await tab.press("/")
    await tab.wait_for("find:")
    await tab.type(SOUGHT)
    await tab.press("Enter")
    await tab.wait_for("1 of")
    await tab.press("a")
    await tab.wait_for("ctrl+s")
    await tab.type(NOTE)
    await tab.press("s", ctrl=True)
    await tab.wait_gone("ctrl+s")
    await tab.wait_for("Notes 1")
    await tab.press(".")
    await asyncio.sleep(1)  # the browser draws a moment after it has got the bytes
    return await tab.picture()


async def take(home: Path) -> bytes:
    """Serve the seed to a browser, and return its picture as WebP."""
    shutil.copy(shipped_folder("seeds") / SEED, home)
    folders = {f"XDG_{name}_HOME": str(home / name) for name in ("DATA", "CACHE", "CONFIG")}
    own = {**os.environ, "HOME": str(home), "READER_SHARED_ENGINE": "0", **folders}
    reader = (sys.executable, "-m", "reader")
    analysis = await asyncio.create_subprocess_exec(
        *reader, "analyze", SEED, cwd=home, env=own, stdout=asyncio.subprocess.DEVNULL
    )
    assert await analysis.wait() == 0
    server = await asyncio.create_subprocess_exec(
        *reader, "serve", SEED, cwd=home, env=own, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert server.stdout is not None
        address = (await server.stdout.readline()).decode().strip()
        async with browser_tab(home / "profile") as tab:
            return await note_and_look(tab, address)
    finally:
        server.terminate()
        await server.wait()


def main() -> None:
    """Take the picture and print its path."""
    with tempfile.TemporaryDirectory() as folder:
        PICTURE.write_bytes(asyncio.run(take(Path(folder))))
    print(PICTURE)


if __name__ == "__main__":
    main()
