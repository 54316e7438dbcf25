"""The engine's own process, spoken to over real pipes."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reader.analysis.findings_json import from_json, to_json
from reader.analysis.packages import STARTER
from reader.article.article import Article

LONGEST_WAIT = 120.0
ROOT = Path(__file__).resolve().parents[2]
ArticleOf = Callable[..., Article]


class Child:
    """``python -m reader.analysis.engine`` with a package folder and a log."""

    def __init__(self, package: Path, log: Path) -> None:
        self.log = log
        self.process = subprocess.Popen(
            [sys.executable, "-m", "reader.analysis.engine", str(package), str(log)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        if self._listener.ident:
            self._listener.join()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def send(self, *requests: object) -> None:
        assert self.process.stdin is not None
        for request in requests:
            line = request if isinstance(request, bytes) else json.dumps(request).encode()
            self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        if not self._listener.ident:
            self._listener.start()
        report: dict[str, Any] = json.loads(self._lines.get(timeout=LONGEST_WAIT))
        return report

    def last_answer(self) -> dict[str, Any]:
        """Return the next answer that is not progress."""
        while "progress" in (report := self.answer()):
            done, units = report["progress"]
            assert 0 <= done <= units
        return report


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Child]]:
    children: list[Child] = []

    def begin(package: Path = STARTER) -> Child:
        children.append(Child(package, tmp_path / "logs" / "engine.log"))
        return children[-1]

    yield begin
    for child in children:
        child.end()


def asked(number: int, article: Article) -> dict[str, Any]:
    return {
        "id": number,
        "do": "analyze",
        "text": article.text,
        "blocks": [[block.start, block.end, block.kind] for block in article.blocks],
    }


@pytest.mark.stanza
def test_a_conversation(
    start: Callable[..., Child], pipeline: Any, article_of: ArticleOf, tmp_path: Path
) -> None:
    """Ready, findings, a cancelled request, mistakes reported, and an end when nothing is left."""
    child = start()
    article = article_of("“No boat will leave,” said Ada Holm.\n😀 Bergen lost 15 \ud800 boats.")
    long = article_of((article.text + "\n") * 3000)
    ready = child.answer()
    assert set(ready["ready"]["models"]) == {"entities", "attribution", "quotes"}

    child.send(asked(1, article))
    report = child.last_answer()
    assert report["id"] == 1
    expected = pipeline.analyze(article.text, article.blocks)
    assert from_json(report["findings"]) == expected
    assert report["findings"] == json.loads(json.dumps(to_json(expected, tokens=True)))

    child.send(asked(2, long), {"id": 2, "do": "cancel"}, asked(3, article))
    report = child.last_answer()
    assert (report["id"], report["error"]["kind"]) == (2, "cancelled")
    assert child.last_answer()["id"] == 3

    sentences = ["Fifteen boats were lost.", "The town lost 15 vessels.", "Nobody sang."]
    child.send({"id": 4, "do": "embed", "texts": sentences, "layers": [6, 3]})
    rows = [b64decode(row) for row in child.last_answer()["vectors"]]
    first, same, other = (np.frombuffer(row, dtype="<f2").astype(float) for row in rows)
    assert len(first) == 2 * 384
    assert first[:384] @ same[:384] > first[:384] @ other[:384]
    child.send({"id": 5, "do": "embed", "texts": "no list", "layers": [6]})
    assert child.last_answer()["error"]["kind"] == "request"

    child.send(
        b"no JSON",
        b"[]",
        {"id": 4, "do": "dance"},
        {"id": 5, "do": "analyze", "text": "abc"},
        {"id": 6, "do": "analyze", "text": "abc", "blocks": [[0, 9, "paragraph"]]},
        {"id": 7, "do": "analyze", "text": None, "blocks": []},
        {"id": "x", "do": "analyze", "text": "", "blocks": [[1]]},
    )
    mistakes = [child.answer() for _ in range(7)]
    assert [report.get("id") for report in mistakes] == [None, None, 4, 5, 6, 7, None]
    assert {report["error"]["kind"] for report in mistakes} == {"request"}

    child.send(asked(8, article))
    assert child.process.stdin is not None
    child.process.stdin.close()
    assert child.last_answer()["id"] == 8
    assert child.process.wait(LONGEST_WAIT) == 0
    assert child.log.stat().st_mode & 0o777 == 0o600


@pytest.mark.stanza
def test_it_ends_when_nobody_reads_its_answers(
    start: Callable[..., Child], article_of: ArticleOf
) -> None:
    child = start()
    assert child.process.stdout is not None
    assert child.process.stdin is not None
    assert b"ready" in child.process.stdout.readline()
    child.send(asked(1, article_of("Ada Holm sailed to Bergen.\n" * 20_000)))
    child.process.stdout.close()
    child.process.stdin.close()
    child.process.wait(LONGEST_WAIT)


def test_quit_ends_it_at_once(start: Callable[..., Child]) -> None:
    child = start()
    child.send({"do": "quit"})
    assert child.process.wait(LONGEST_WAIT) == 0


def test_models_that_are_not_there_are_reported(
    start: Callable[..., Child], tmp_path: Path
) -> None:
    child = start(tmp_path / "nowhere")
    report = child.answer()
    assert report["error"]["kind"] == "models"
    assert str(tmp_path / "nowhere") in report["error"]["message"]
    assert child.process.wait(LONGEST_WAIT) == 1
    assert "Traceback" in child.log.read_text()


def test_what_libraries_print_goes_to_the_log(tmp_path: Path) -> None:
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from reader.analysis.engine import own_output\n"
        f"own = own_output(Path({str(tmp_path / 'deep' / 'log')!r}))\n"
        "print('printed', flush=True)\n"
        "os.write(1, b'written')\n"
        "os.system('echo shouted >&2')\n"
        "own.write(b'answer')\n"
        "own.flush()\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT)
    assert (ran.stdout, ran.stderr) == (b"answer", b"")
    log = (tmp_path / "deep" / "log").read_text()
    assert [word for word in ("printed", "written", "shouted") if word not in log] == []


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    child = Child(tmp_path / "nowhere", tmp_path / "file" / "log")
    try:
        assert child.answer()["error"]["kind"] == "models"
    finally:
        child.end()


def test_a_long_log_starts_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"x" * (1024 * 1024 + 1))
    child = Child(tmp_path / "nowhere", log)
    child.process.wait(LONGEST_WAIT)
    child.end()
    assert log.stat().st_size < 100_000


@pytest.mark.stanza
def test_vectors_need_no_models_of_articles(
    start: Callable[..., Child], article_of: ArticleOf, tmp_path: Path
) -> None:
    child = start(tmp_path / "no-models")
    child.send({"id": 1, "do": "embed", "texts": ["The mill burnt down."], "layers": [6]})
    assert len(child.answer()["vectors"]) == 1
    child.send({"id": 2, "do": "embed", "texts": [], "layers": [6]})
    assert child.answer()["vectors"] == []
    child.send(asked(3, article_of("Nobody came.")))
    assert child.answer()["error"]["kind"] == "models"
