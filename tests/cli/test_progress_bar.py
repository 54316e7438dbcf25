from __future__ import annotations

import sys

import pytest

from reader.cli import progress_bar
from reader.cli.progress_bar import ProgressBar


def test_a_bar_fills_with_what_is_done() -> None:
    bar = ProgressBar("Exporting", "records", 4_000)
    assert bar.line(1) == "Exporting [........................] 0 of 4,000 records"
    bar.advance(1_000)
    assert bar.line(1) == "Exporting [######..................] 1,000 of 4,000 records"
    bar.advance(4_000)
    assert bar.line(1).startswith("Exporting [########################]")
    assert ProgressBar("Importing", "records").line(12.3) == "Importing 0 records, 12 s"
    assert ProgressBar("Opening report.pdf", "").line(12.3) == "Opening report.pdf, 12 s"


class Terminal:
    def __init__(self) -> None:
        self.report = ""

    def isatty(self) -> bool:
        return True

    def write(self, words: str) -> int:
        self.report += words
        return len(words)

    def flush(self) -> None:
        pass


def test_it_is_drawn_on_a_terminal_once_it_takes_long_and_taken_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with ProgressBar("Exporting", "records", 10):
        pass
    assert terminal.report == ""
    monkeypatch.setattr(progress_bar, "SHOWN_AFTER", 0.0)
    with ProgressBar("Exporting", "records", 10) as bar:
        bar._thread.join(0.01)
        while "10 records" not in terminal.report:
            bar._thread.join(0.001)
    assert terminal.report.endswith("\r\x1b[K")


def test_a_log_file_gets_no_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress_bar, "SHOWN_AFTER", 0.0)
    with ProgressBar("Exporting", "records", 10) as bar:
        bar.advance(1)
    assert capsys.readouterr().err == ""
