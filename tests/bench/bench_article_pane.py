"""The article pane beside a Static and a read-only TextArea with the same text, and an empty app.

Each runs headless, 120 cells by 40, in a process of its own. Times of re-wrap and page down hold
the test driver's own wait for the app to come to rest: the empty app tells how much. A mark is
timed until it is drawn; in the empty app, until it has drawn itself again.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from rich.console import RenderableType
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.content import Span as ContentSpan
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static, TextArea

from reader.article.article import Article
from reader.article.opening import open_article
from reader.shipped import shipped_folder
from reader.text.span import Span
from reader.ui.article_pane.marks import PaneMark
from reader.ui.article_pane.pane import ArticlePane

SIZES = {"5 KB": (5_000, 60), "1 MB, 50,000 marks": (1_000_000, 50_000), "10 MB": (10_000_000, 0)}
KINDS = ("pane", "Static", "TextArea", "empty app")
TOO_LONG = {("Static", "10 MB")}
"""A Static of 10 MB takes minutes for one frame."""

SCREEN, NARROWER = (120, 40), (100, 40)
RUNS = 3
MARKS = 15
_VOCABULARY = """
the harbour office said that crews would “not sail” before Friday — a spokesman for the line
told reporters about 1,200 containers were still waiting, while storm-damaged cranes stood
idle in Alesund and the mayor’s council met behind closed doors over what it calls
"""
_CHANNELS = ("entity", "quote", "figure", "note")


def measure() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        for size, (characters, _) in SIZES.items():
            file = Path(folder) / f"{characters}.txt"
            file.write_text(_text(characters), encoding="utf-8")
            report = {
                kind: _run(kind, size, file) for kind in KINDS if (kind, size) not in TOO_LONG
            }
            empty = report["empty app"]["memory"]
            for figures in report.values():
                figures["memory over the empty app"] = figures.pop("memory") - empty
            yield from _rows(size, report)


def _rows(size: str, report: dict[str, dict[str, float]]) -> Iterator[dict[str, object]]:
    pane = report["pane"]
    for name, value in pane.items():
        unit = "MB" if name.startswith("memory") else "s"
        against = {
            kind: round(figures[name], 6)
            for kind, figures in report.items()
            if kind != "pane" and name in figures
        }
        beside = against.get("Static", against.get("TextArea", against.get("empty app")))
        yield {
            "bench": f"article pane, {name}",
            "size": size,
            "value": round(value, 6),
            "unit": unit,
            "against": against,
            "ratio": round(value / beside, 3) if beside else None,
        }


def _run(kind: str, size: str, file: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.bench_article_pane", kind, size, str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def _text(characters: int) -> str:
    """Paragraphs of some 80 words, as a plain text file has them."""
    chance, written, size = random.Random(7), [], 0
    vocabulary = _VOCABULARY.split()
    while size < characters:
        words = " ".join(chance.choice(vocabulary) for _ in range(chance.randint(40, 120)))
        written.append(f"    {words.capitalize()}.")
        size += len(written[-1]) + 2
    return "Ships wait outside the harbour\n\n" + "\n\n".join(written) + "\n"


def _marks(text: str, count: int) -> list[PaneMark]:
    """Passages of a word up to a sentence, overlapping as chance has it."""
    chance, marks = random.Random(7), []
    for number in range(count):
        start = chance.randrange(len(text) - 400)
        span = Span(start, start + chance.choice((5, 12, 20, 60, 150, 300)))
        marks.append(PaneMark(str(number), (span,), chance.choice(_CHANNELS), "person"))
    return marks


class _Subject:
    """What is measured: the empty app, and the base of those with a widget."""

    def __init__(self, article: Article, marks: list[PaneMark]) -> None:
        self.article = article
        self.marks = marks

    def widget(self) -> Widget | None:
        return None

    def add_mark(self, number: int, app: App[None]) -> bool:
        """Put one more mark near the top; False where there is no such thing."""
        app.screen.refresh()
        return True


class _PaneSubject(_Subject):
    def widget(self) -> Widget:
        self.pane = ArticlePane()
        self.pane.show(self.article)
        self.pane.set_layer("findings", self.marks)
        return self.pane

    def add_mark(self, number: int, app: App[None]) -> bool:
        self.pane.put_mark("notes", PaneMark(f"n{number}", (Span(100, 200 + number),), "note"))
        return True


class _StaticSubject(_Subject):
    def widget(self) -> Widget:
        self.content = Content(
            self.article.text,
            spans=[ContentSpan(mark.start, mark.end, "underline") for mark in self.marks],
        )
        self.static = Static(self.content)
        return VerticalScroll(self.static)

    def add_mark(self, number: int, app: App[None]) -> bool:
        self.content = self.content.stylize("on blue", 100, 200 + number)
        self.static.update(self.content)
        return True


class _TextAreaSubject(_Subject):
    def widget(self) -> Widget:
        return TextArea(self.article.text, read_only=True)

    def add_mark(self, number: int, app: App[None]) -> bool:
        return False


_SUBJECTS = {
    "pane": _PaneSubject,
    "Static": _StaticSubject,
    "TextArea": _TextAreaSubject,
    "empty app": _Subject,
}


STYLES = [shipped_folder("styles") / name for name in ("article.tcss", "highlights.tcss")]


class _Host(App[None]):
    CSS_PATH = STYLES

    def __init__(self, subject: _Subject) -> None:
        super().__init__()
        self._subject = subject
        self._began = time.perf_counter()
        self.first_frame = 0.0
        self.drawn = asyncio.Event()

    def compose(self) -> ComposeResult:
        widget = self._subject.widget()
        if widget is not None:
            yield widget

    def on_mount(self) -> None:
        self.call_after_refresh(self._drawn)

    def _drawn(self) -> None:
        self.first_frame = time.perf_counter() - self._began

    def _display(self, screen: Screen, renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        self.drawn.set()


async def _measured(subject: _Subject) -> dict[str, float]:
    app = _Host(subject)
    figures: dict[str, float] = {}
    async with app.run_test(size=SCREEN) as pilot:
        while not app.first_frame:
            await pilot.pause()
        figures["first frame"] = app.first_frame
        figures["memory"] = _resident()
        app.screen.focus_next()
        widths = (NARROWER, SCREEN) * RUNS
        figures["re-wrap"] = await _median(pilot, lambda at: pilot.resize_terminal(*widths[at]))
        figures["page down"] = await _median(pilot, lambda _: pilot.press("pagedown"))
        await pilot.press("ctrl+home")
        if subject.add_mark(0, app):
            figures["one more mark"] = await _median(pilot, _marking(app, subject), MARKS)
        if isinstance(subject, _PaneSubject):
            figures |= _of_the_pane(app, subject)
    return figures


def _resident() -> float:
    """Megabytes that the process holds; where the system does not tell, the most it ever held."""
    status = Path("/proc/self/status")
    if status.exists():
        report = re.search(r"VmRSS:\s*(\d+) kB", status.read_text(encoding="ascii"))
        if report:
            return int(report[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _marking(app: _Host, subject: _Subject) -> Callable[[int], Awaitable[None]]:
    async def mark(number: int) -> None:
        app.drawn.clear()
        subject.add_mark(number + 1, app)
        await app.drawn.wait()

    return mark


async def _median(
    pilot: Pilot[None], act: Callable[[int], Awaitable[object]], runs: int = RUNS
) -> float:
    times = []
    for number in range(runs):
        start = time.perf_counter()
        await act(number)
        times.append(time.perf_counter() - start)
        await pilot.pause()
    return statistics.median(times)


def _of_the_pane(app: _Host, subject: _PaneSubject) -> dict[str, float]:
    """Return what only the pane has, without the driver's waiting."""
    pane = subject.pane
    pane.strips.clear()
    middle = pane.page.line_count // 2
    lines = range(middle, min(pane.page.line_count, middle + 1_000))
    times = []
    for number in lines:
        start = time.perf_counter()
        pane.strip_of(number)
        times.append(time.perf_counter() - start)
    cold = statistics.median(times)
    start = time.perf_counter()
    subject.add_mark(MARKS + 1, app)
    marked = time.perf_counter() - start
    start = time.perf_counter()
    pane.measure = 60
    return {
        "a cold line": cold,
        "one more mark, until the repaint is asked for": marked,
        "re-wrap, until the repaint is asked for": time.perf_counter() - start,
    }


_NO_ARTICLE = Article("", (), "", "-", "none")


def _main(kind: str, size: str, file: str) -> None:
    article = _NO_ARTICLE if kind == "empty app" else open_article(file)
    subject = _SUBJECTS[kind](article, _marks(article.text, SIZES[size][1] if article.text else 0))
    print(json.dumps(asyncio.run(_measured(subject))))


if __name__ == "__main__":
    _main(*sys.argv[1:])
