"""Our Web Annotations, anchored by Apache Annotator, Hypothesis and Recogito under Node.

Apache Annotator looks for the quote with its context, character by character; Hypothesis for the
place that is most like them. Recogito takes the position alone, and nothing without one: a page's
positions are not known, so that it refuses those of a page. Hypothesis publishes its program as
one file; its own sources are in the map beside it.
"""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from reader.annotations.records import Mark
from reader.article.anchor import anchor
from reader.article.opening import open_article
from reader.article.page_text import PageText
from reader.exchange.export_options import ExportOptions
from reader.exchange.formats import html_report, web_annotation
from reader.text.span import Span
from tests.exchange.some_records import desk_article

PACKAGES = (
    "jsdom@24.1.3",
    "@apache-annotator/dom@0.2.0",
    "@apache-annotator/selector@0.2.0",
    "@recogito/text-annotator@4.1.1",
    "hypothesis@1.1766.0",
    "esbuild@0.25.12",
)
SCRIPT = Path(__file__).with_name("anchor_in_jsdom.mjs")
LONGEST_WAIT = 100
"""Seconds that the packages may take to come."""

WRAPPED = """<!doctype html><html><head><title>Pier sold twice</title></head><body><main><article>
<h1>Pier sold twice</h1>
<p>Ines Roth said the pier was sold. “The pier was sold,” she <em>said</em> again,
   and nobody&nbsp;in Varna asked <a href="/why">why the pier</a> was sold.</p>
<p>The list of buyers is short:</p>
<ul><li>Holm Lines, which paid 15 million</li><li>Adler &amp; Sons, which paid nothing</li></ul>
<blockquote><p>The pier was sold, and I was not asked.</p></blockquote>
<p>Zoë Byrne of the harbour office called it “a mistake” – twice. The pier was sold all the same,
and the office that had bought it before did not answer letters, calls or the knock on its door.</p>
</article></main></body></html>
"""

PAGE = re.sub(r"\s*\n\s*(?!<)", " ", WRAPPED).replace("&nbsp;", " ")
"""The same with each paragraph on one line of its source and plain blanks."""


@pytest.fixture(scope="module")
def packages() -> Path:
    """Return the folder with the packages, which is kept for the next run."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node and npm are not installed")
    name = "-".join(each.rpartition("/")[2].replace("@", "-") for each in PACKAGES)
    folder = Path(tempfile.gettempdir()) / f"reader-{name}"
    done = folder / "complete"
    if not done.exists():
        with tempfile.TemporaryDirectory(dir=tempfile.gettempdir()) as coming:
            (Path(coming) / "package.json").write_text('{"private": true, "type": "module"}')
            flags = ("--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts")
            try:
                command = ["npm", "install", *flags, *PACKAGES]
                subprocess.run(
                    command, cwd=coming, check=True, capture_output=True, timeout=LONGEST_WAIT
                )
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
                pytest.skip(f"npm cannot bring the packages: {type(fault).__name__}")
            shutil.copy(SCRIPT, coming)
            (Path(coming) / "complete").touch()
            shutil.copytree(coming, folder, dirs_exist_ok=True)
    shutil.copy(SCRIPT, folder)
    return folder


def anchored(packages: Path, page: str, annotations: list[dict[str, Any]], job: Path) -> Any:
    job.write_text(json.dumps({"html": page, "annotations": annotations}), "utf-8")
    run = subprocess.run(
        ["node", packages / SCRIPT.name, job],
        capture_output=True, text=True, check=True, timeout=LONGEST_WAIT,
    )  # fmt: skip
    return json.loads(run.stdout)


def notes_on(text: str, spans: list[Span]) -> list[Mark]:
    return [
        Mark(
            article_id="a1", id=f"n{number:03}", kind="note", anchor=anchor(text, [span]), body="?"
        )
        for number, span in enumerate(spans)
    ]


def exported(
    text: str, spans: list[Span], url: str | None, page: str | None = None
) -> list[dict[str, Any]]:
    """Write a note on each span, and return an annotation for each of its targets.

    ``page`` is the markup of the page that the text is from, None where it is not stored.
    """
    out = io.StringIO()
    given = ExportOptions(page_text=lambda _: None if page is None else PageText(page))
    web_annotation.write([desk_article(text, notes_on(text, spans), url=url)], out, given)
    found = []
    for each in json.loads(out.getvalue())["first"]["items"]:
        targets = each["target"]
        for target in targets if isinstance(targets, list) else [targets]:
            selector = target["selector"]
            rows = selector if isinstance(selector, list) else [selector]
            found.append(each | {"target": target | {"selector": rows}})
    return found


def spans_of(text: str) -> list[Span]:
    """Return phrases of every length from every word on, within a line."""
    found = []
    for line_start, line in lines_of(text):
        words = [Span(s, s + len(w)) for s, w in words_of(line, line_start)]
        found += [
            Span(words[first].start, words[last].end)
            for first in range(0, len(words), 2)
            for last in (first, first + 2, first + 7)
            if last < len(words)
        ]
    return found


def lines_of(text: str) -> list[tuple[int, str]]:
    found, start = [], 0
    for line in text.split("\n"):
        found.append((start, line))
        start += len(line) + 1
    return found


def words_of(line: str, start: int) -> list[tuple[int, str]]:
    found, place = [], 0
    for word in line.split():
        place = line.index(word, place)
        if word != "•":
            found.append((start + place, word))
        place += len(word)
    return found


def plain(text: str) -> str:
    return " ".join(text.split())


def of_page(page: str, tmp_path: Path, *, stored: bool = True) -> list[dict[str, Any]]:
    """Write annotations of phrases of a page, one of which goes over several blocks."""
    path = tmp_path / "page.html"
    path.write_text(page, "utf-8")
    text = open_article(str(path)).text
    across = text.index("was sold.", text.index("why the pier"))
    spans = [*spans_of(text), Span(across, text.index("Adler"))]
    return exported(text, spans, "https://pier.example/sold", page if stored else None)


def right_places(page: str, annotations: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return what each annotation is on: its words, and how often they are earlier in the page."""
    text = plain(lxml.html.document_fromstring(page).find("body").text_content())
    found = []
    for annotation in annotations:
        quote = annotation["target"]["selector"][0]
        exact = plain(quote["exact"])
        lead = plain(quote["prefix"] + "x")[:-1]
        place = text.index(plain(quote["prefix"] + quote["exact"] + quote["suffix"])) + len(lead)
        found.append([{"words": exact, "earlier": text[:place].count(exact)}])
    return found


def figures(results: list[dict[str, Any]], right: list[list[dict[str, Any]]]) -> Counter[str]:
    """Count the quotes that each program found, and print that; none is found elsewhere."""
    found: Counter[str] = Counter()
    for result, each in zip(results, right, strict=True):
        assert result["apache"] in ([], each)
        assert result["hypothesis"] == each
        found.update(name for name in ("apache", "hypothesis") if result[name] == each)
    print(f"{dict(found)} of {len(right)} quotes", file=sys.__stderr__)
    return found


@pytest.mark.parametrize(
    ("page", "stored"),
    [(PAGE, False), (WRAPPED, False), (WRAPPED, True)],
    ids=["one line", "wrapped, not stored", "wrapped, stored"],
)
def test_others_find_each_mark_of_a_page_on_the_same_words(
    page: str, stored: bool, packages: Path, tmp_path: Path
) -> None:
    """Without the page's source nobody knows its white space, which Apache Annotator compares."""
    annotations = of_page(page, tmp_path, stored=stored)
    results = anchored(packages, page, annotations, tmp_path / "job.json")
    found = figures(results, right_places(page, annotations))
    assert all(result["recogito"]["refused"] for result in results)
    assert found["hypothesis"] == len(annotations)
    assert found["apache"] == len(annotations) or (page is WRAPPED and not stored)


def test_others_find_each_mark_in_our_report(packages: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(WRAPPED, "utf-8")
    text = open_article(str(path)).text
    spans = spans_of(text)[::3]
    report = io.StringIO()
    html_report.write([desk_article(text, notes_on(text, spans))], report)
    annotations = exported(text, spans, "https://pier.example/sold")
    results = anchored(packages, report.getvalue(), annotations, tmp_path / "job.json")
    found = figures(results, right_places(report.getvalue(), annotations))
    assert found["apache"] == found["hypothesis"] == len(annotations)


def test_recogito_finds_each_mark_of_a_stored_text_on_the_same_words(
    packages: Path, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    text = open_article(str(path)).text
    annotations = exported(text, spans_of(text), None)
    page = f"<!doctype html><html><body>{html.escape(text)}</body></html>"
    results = anchored(packages, page, annotations, tmp_path / "job.json")
    exact = [plain(each["target"]["selector"][0]["exact"]) for each in annotations]
    assert [each["recogito"].get("words") for each in results] == exact
    print(f"Recogito: {len(exact)} of {len(exact)} positions", file=sys.__stderr__)
