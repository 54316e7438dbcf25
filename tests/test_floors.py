"""What a room may import, seen in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("textual", "stanza", "torch", "numpy", "rapidfuzz", "markdown_it", "hypothesis")


def imported(statement: str) -> set[str]:
    report = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.split(".")[0] for name in report.stdout.split()}


@pytest.mark.parametrize(
    "room",
    [
        "text",
        "article",
        "analysis",
        "annotations",
        "meaning",
        "desk",
        "review",
        "archive",
        "exchange",
        "training",
        "session",
        "ui",
    ],
)
def test_a_rooms_front_door_brings_nothing_heavy(room: str) -> None:
    assert not imported(f"import reader.{room}").intersection(HEAVY)


@pytest.mark.parametrize(
    "module",
    [
        "reader.analysis.findings",
        "reader.analysis.cache",
        "reader.analysis.engine_client",
        "reader.annotations.store",
        "reader.exchange.formats.reader_json",
        "reader.session.notebook",
        "reader.session.current_article",
        "reader.config",
        "reader.cli.main",
    ],
)
def test_nothing_but_the_pipeline_brings_stanza_and_nothing_but_ui_textual(module: str) -> None:
    assert not imported(f"import {module}").intersection(HEAVY[:4])


def test_the_screen_brings_neither_stanza_nor_torch() -> None:
    brought = imported("import reader.ui.app")
    assert "textual" in brought
    assert not brought.intersection(("stanza", "torch", "numpy"))


def test_help_brings_nothing_but_the_parser() -> None:
    brought = imported(
        "from reader.cli.main import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    )
    assert not brought.intersection((*HEAVY, "tinydb", "platformdirs"))


def test_an_article_opens_without_what_reads_tables_and_mail() -> None:
    brought = imported(
        "from reader.article.opening import open_article\nopen_article('seeds/harbour-wire.txt')"
    )
    assert not brought.intersection(("csv", "gzip", "email", "pyarrow"))


def test_an_article_opens_on_the_screen_without_what_locks_and_indexes() -> None:
    brought = imported("import reader.ui.app, reader.annotations.store, reader.analysis.cache")
    assert not brought.intersection(("filelock", "sqlite3", "csv", "gzip"))
