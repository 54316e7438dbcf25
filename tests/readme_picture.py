"""``make picture``: the README's picture, exported by the app itself with what it really finds."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import tempfile
from pathlib import Path
from typing import Any

from reader.analysis.findings import Findings
from reader.article.opening import open_article
from reader.cli.findings import findings_of
from reader.config import Settings, load_settings
from reader.shipped import shipped_folder
from reader.ui.app import ReaderApp

PICTURE = Path(__file__).parent.parent / "seeds" / "reader.svg"
SIZE = (132, 34)
SEED = "harbour-second-outlet.txt"
SOUGHT = "18 containers"
NOTE = "The port says 15. Who counted?"


async def draw(settings: Settings, seed: Path) -> str:
    """Return the screen with a note written on the first quote, as SVG."""
    app = ReaderApp(settings, open_article(str(seed)))
    async with app.run_test(size=SIZE) as pilot:
        while not (app.session.notebook.article_id and app.reader.lists_ready):
            await pilot.pause(0.05)
        for key in ("/", *SOUGHT, "enter", "escape"):
            await pilot.press("space" if key == " " else key)
        for key in ("a", *NOTE, "ctrl+s"):
            await pilot.press("space" if key == " " else key)
        while app.session.notebook.saving or app.screen is not app.reader:
            await pilot.pause(0.05)
        await pilot.press(".")
        await pilot.pause()
        return app.export_screenshot(title="reader", simplify=True)


def not_people(findings: Findings, gold: dict[str, Any]) -> list[str]:
    """Return the names found as people that the seed's gold file does not have as people."""
    people = {one["text"] for one in gold["entities"] if one["type"] == "person"}
    found = (one.text for one in findings.entities if one.type == "person")
    return [name for name in found if not any(name in known for known in people)]


def main() -> None:
    """Draw the picture and print its path; stop where it would list a thing among people."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        settings = dataclasses.replace(
            load_settings(environment={"READER_SHARED_ENGINE": "0"}),
            notes=home / "annotations.json",
            data_folder=home / "data",
            cache_folder=home / "cache",
            theme="reader-dark",
            seed=None,  # without the note that greets a newcomer
        )
        seed = shipped_folder("seeds") / SEED
        (findings,) = findings_of([open_article(str(seed))], settings)
        things = not_people(findings, json.loads(seed.with_suffix(".gold.json").read_text("utf-8")))
        if things:
            raise SystemExit(f"These are no people, and the picture would list them: {things}")
        PICTURE.write_text(asyncio.run(draw(settings, seed)), encoding="utf-8")
    print(PICTURE)


if __name__ == "__main__":
    main()
