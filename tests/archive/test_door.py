"""The door for scripts: what `import reader` offers for articles."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given

import reader
from reader.analysis.findings import Findings
from reader.archive.door import ArticleFindings
from reader.archive.html_view import html_view
from reader.article.article import Article
from reader.errors import ReaderError
from tests.archive.made import analyzed

README = Path(__file__).parents[2] / "README.md"


def article_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.stanza
def test_articles_are_analyzed_in_turn_as_they_are_asked_for(tmp_path: Path) -> None:
    opened: list[str] = []

    def paths() -> Iterator[Path]:
        for number in range(120):
            opened.append(str(number))
            yield article_file(
                tmp_path,
                f"{number}.txt",
                f"“Trams are late,” said Ida Holm, driver of {number + 3} trams.",
            )

    found = reader.analyze(paths(), threads=64)
    assert opened == []
    first = next(found)
    assert 0 < len(opened) < 120
    assert first.article.location == str(tmp_path / "0.txt")
    assert [quote.speaker for quote in first.quotes] == ["Ida Holm"]
    rest = list(found)
    assert [each.article.location for each in rest] == [
        str(tmp_path / f"{number}.txt") for number in range(1, 120)
    ]
    tables = reader.to_rows([first, *rest])
    assert len(tables["articles"]) == 120
    assert {row["article_id"] for row in tables["quotes"]} == {
        row["article_id"] for row in tables["articles"]
    }
    for row in first.to_rows()["figures"]:
        assert first.article.text[row["start_char"] : row["end_char"]] == row["text"]
    arrow = reader.to_rows([first], arrow=True)
    assert arrow["quotes"].to_pylist()[0]["speaker"] == "Ida Holm"


@pytest.mark.stanza
def test_one_path_alone_is_one_article(tmp_path: Path) -> None:
    path = article_file(tmp_path, "one.txt", "The mill sold 40 sacks.")
    (found,) = reader.analyze(path)
    assert found.article == reader.open_article(path)


@pytest.mark.parametrize("threads", [0, -3])
def test_no_threads_are_refused_at_once(threads: int) -> None:
    with pytest.raises(ReaderError):
        reader.analyze([], threads=threads)


def test_a_missing_article_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"gone\.txt"):
        list(reader.analyze([tmp_path / "gone.txt"]))


def test_rows_need_findings_with_their_article() -> None:
    with pytest.raises(ReaderError):
        reader.to_rows([Findings("sha256:0")])


def test_importing_reader_loads_nothing_of_an_archive() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", "import reader, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert not {"pyarrow", "stanza", "numpy", "reader.archive"} & set(printed)


def test_without_pyarrow_one_sentence_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ReaderError, match=r"pip install .*article-reader\[archive\]"):
        reader.to_rows([], arrow=True)


class _Page(HTMLParser):
    """The words of a page, those of its text apart, and whether its tags close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "div" in self.open:
            self.text.append(data)


@given(analyzed())
def test_the_page_has_every_character_of_the_text_once(pair: tuple[Article, Findings]) -> None:
    page = _Page()
    page.feed(html_view(*pair))
    page.close()
    assert page.open == []
    # The parser, as the browser does, replaces NUL and takes CR for a line break.
    plain = re.compile("[\0\r\n\x1c-\x1f\x80-\x9f]")
    assert plain.sub("", "".join(page.text)) == plain.sub("", pair[0].text)


def test_the_page_takes_nothing_of_the_article_for_markup() -> None:
    article = Article("<script>alert(1)</script> & “x”", (), "<b>Bold</b>", "a&b.txt", "made 1")
    shown = ArticleFindings(article.fingerprint, notices=("<i>",), article=article)._repr_html_()
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "<i>" not in shown


@pytest.mark.stanza
def test_the_lines_of_the_readme_run_as_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(README.parent)
    text = README.read_text(encoding="utf-8")
    found = re.search(
        r"`reader\.analyze\(\)`.*?^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE
    )
    assert found is not None
    assert len(found[1].splitlines()) == 5
    exec(found[1], {})
    assert "Ingrid Brekke" in capsys.readouterr().out
