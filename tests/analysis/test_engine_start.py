"""The engine starts before the screen for an article that it will be asked about, and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.analysis import engine_start
from reader.analysis.cache import FindingsCache
from reader.analysis.findings import Findings
from reader.analysis.packages import STARTER, stamp_of_all
from reader.article.opening import open_article


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Say whether an engine was started for an article, without one that runs."""
    asked = []
    monkeypatch.setattr(engine_start, "usable_cores", lambda: 2)
    monkeypatch.setattr(engine_start, "started", lambda command, _: asked.append(command))

    def does(article, package=STARTER) -> bool:
        asked.clear()
        engine_start.engine_for(article, package, tmp_path / "cache", tmp_path / "log")
        return bool(asked)

    return does


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "ferry.txt"
    path.write_text("Ferry strikes pier\n\nTwo were hurt.\n", "utf-8")
    return open_article(str(path))


def test_it_starts_for_an_article_that_nobody_has_analysed(start, article):
    assert start(article)


def test_it_does_not_start_for_an_article_whose_findings_are_stored(start, article, tmp_path):
    found = Findings(article.fingerprint, language="en")
    FindingsCache(tmp_path / "cache").save(found, stamp_of_all(STARTER))
    assert not start(article)


def test_it_does_not_start_for_an_article_of_an_archive(start, article):
    assert not start(replace(article, location="archive.csv#3"))


def test_a_package_that_cannot_be_read_is_left_to_the_search_to_report(start, article, tmp_path):
    assert not start(article, tmp_path / "missing")


def test_one_core_is_left_to_the_first_frame(start, article, monkeypatch):
    monkeypatch.setattr(engine_start, "usable_cores", lambda: 1)
    assert not start(article)
