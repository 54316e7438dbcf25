"""The app in a real browser: marks, notes, drafts, and what looking on allows."""

from __future__ import annotations

import asyncio
import json

import pytest
from tinydb import TinyDB

from reader.session.notebook import LOOK_ONLY
from tests.browser_tab import browser_tab
from tests.exchange.browser import CHROMIUM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def stored(served):
    """Return the marks and notes in the notes file, as any script reads them."""
    if not served.notes.exists():
        return {}
    with TinyDB(served.notes, access_mode="r") as database:
        return {row["kind"]: row.get("body", "") for row in database.all()}


async def clipboard(tab):
    """Return what the browser's page reads from the clipboard."""
    code = "navigator.clipboard.readText()"
    answer = await tab.do("Runtime.evaluate", expression=code, awaitPromise=True)
    return answer["result"].get("value", "")


async def test_a_note_made_in_a_tab_is_there_after_a_reload(serve, tmp_path):
    served = serve()
    async with browser_tab(tmp_path / "profile") as tab:
        await tab.open(served.address)
        await tab.wait_for("closed until Friday")
        await tab.press("H")
        await tab.wait(lambda: "highlight" in stored(served), "stored the mark")
        await tab.press("}")
        await tab.press("a")
        await tab.wait_for("ctrl+s")
        await tab.type("Which line?")
        await tab.press("s", ctrl=True)
        await tab.wait(lambda: stored(served).get("note") == "Which line?", "stored the note")
        await tab.do("Page.reload")
        await tab.wait_for("Notes 2")
        assert all(each.startswith((served.address, "data:")) for each in tab.requests)


async def test_what_is_typed_survives_a_reload_and_the_end_of_the_server(serve, tmp_path):
    served = serve()
    async with browser_tab(tmp_path / "profile") as tab:
        await tab.open(served.address)
        await tab.wait_for("closed until Friday")
        await tab.press("a")
        await tab.wait_for("ctrl+s")
        await tab.type("An early thought")
        await tab.wait_for("An early thought")
        await tab.do("Page.reload")
        await tab.wait_gone("An early thought")
        await tab.wait_for("closed until Friday")
        await tab.press("a")
        await tab.wait_for("An early thought")
        await tab.type(" and more")
        await tab.wait_for("An early thought and more")
        code, _ = await asyncio.to_thread(served.stop)
        assert code == 130
        await tab.wait(lambda: tab.ended, "ended")
    drafts = [json.loads(file.read_text()) for file in tmp_path.rglob("drafts/text-*.json")]
    assert [each["text"] for each in drafts] == ["An early thought and more"]


async def test_who_looks_on_reads_and_changes_nothing(serve, tmp_path):
    served = serve("--read-only")
    async with browser_tab(tmp_path / "profile") as tab:
        await tab.open(served.address)
        await tab.wait_for("closed until Friday")
        for key in ("a", "H", "E"):
            await tab.press(key)
            await tab.wait_for(LOOK_ONLY[:40])
            await tab.press("j")
            await tab.wait_gone(LOOK_ONLY[:40])
    assert not served.notes.exists()


async def test_copied_words_reach_the_clipboard_of_the_browser(serve, tmp_path):
    served = serve()
    async with browser_tab(tmp_path / "profile") as tab:
        await tab.open(served.address)
        await tab.wait_for("closed until Friday")
        allowed = ["clipboardReadWrite", "clipboardSanitizedWrite"]
        await tab.do("Browser.grantPermissions", permissions=allowed)
        await tab.press("y")
        await tab.wait_for("through the browser")
        async with asyncio.timeout(60):
            while "Ferry strikes pier" not in await clipboard(tab):
                await asyncio.sleep(0.1)
