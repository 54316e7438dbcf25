"""``reader check FILE``: a source that changed, and what that means for the notes on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.annotations.records import Claim, new_id, now
from reader.annotations.store import open_store
from reader.article.anchor import anchor
from reader.cli.main import main
from reader.text.span import Span

STORY = """The gate is closed

The harbour master closed the eastern gate on Monday after a storm had torn two of its hinges.

“We counted fourteen barges behind it,” she said in the evening, “and not one of them was lit.”

The gate stays closed until the hinges are mended, which the builders hope to do by Friday.
"""

Output = pytest.CaptureFixture[str]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "gate.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def notes(story: Path, tmp_path: Path, capsys: Output) -> Path:
    """Three marks: a note, a claim on a figure in a quote, a highlight at the end."""
    path = tmp_path / "notes.json"
    for exact in ("torn two of its hinges", "the builders hope to do by Friday"):
        assert main(["annotate", str(story), "--notes", str(path), "--exact", exact]) == 0
    capsys.readouterr()
    store = open_store(path, who="Ada")
    (article,) = store.articles()
    start = STORY.index("We counted fourteen barges behind it")
    span = Span(start, start + len("We counted fourteen barges behind it"))
    at = now()
    store.put(
        Claim(
            article_id=article.article_id,
            id=new_id(),
            created=at,
            modified=at,
            anchor=anchor(STORY, [span]),
            claim="Fourteen barges lay behind the gate",
        )
    )
    store.close()
    return path


def check(story: Path, notes: Path, *more: str) -> int:
    return main(["check", str(story), "--notes", str(notes), *more])


def test_an_article_that_is_as_it_was(story: Path, notes: Path, capsys: Output) -> None:
    assert check(story, notes) == 0
    out = capsys.readouterr().out
    assert "has not changed" in out
    assert out.count("- unchanged") == 3
    assert "!" not in out


def test_a_figure_changed_inside_a_claim_is_on_top(
    story: Path, notes: Path, capsys: Output
) -> None:
    changed = STORY.replace("fourteen", "forty").replace("on Monday", "late on Monday")
    story.write_text(changed.replace("the builders hope to do by Friday", "nobody knows when"))
    assert check(story, notes, "--format", "json") == 1
    (report,) = json.loads(capsys.readouterr().out)
    assert report["changed"] is True
    assert report["changes"] >= 3
    first, *others = report["records"]
    assert (first["kind"], first["outcome"]) == ("claim", "reworded")
    assert first["changes"] == [{"before": "fourteen", "after": "forty"}]
    assert first["text"] == ["We counted forty barges behind it"]
    by_words = {each["exact"]: each["outcome"] for each in others}
    assert by_words["torn two of its hinges"] == "moved"
    assert by_words["the builders hope to do by Friday"] in ("lost", "needs a look")
    assert check(story, notes) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].startswith("! reworded, claim on “We counted fourteen barges behind it”")
    assert "“fourteen” became “forty”" in lines[2]


def test_figures_come_before_words_and_punctuation_comes_last(
    story: Path, notes: Path, capsys: Output
) -> None:
    words = ["The harbour master closed", "one of them was lit", "mended, which the builders"]
    for exact in words:
        assert main(["annotate", str(story), "--notes", str(notes), "--exact", exact]) == 0
    changed = (
        STORY.replace("harbour master", "harbourmaster")
        .replace("one of them", "two of them")
        .replace("mended, which", "mended – which")
        .replace("We counted", "They counted")
    )
    story.write_text(changed)
    capsys.readouterr()
    assert check(story, notes) == 1
    first, second, third, fourth, *_ = capsys.readouterr().out.splitlines()[2:]
    assert first.startswith("! reworded, claim")
    assert "with another figure: “one” became “two”" in second
    assert "“harbour master” became “harbourmaster”" in third
    assert "in punctuation alone" in fourth


def test_words_added_elsewhere_move_the_notes(story: Path, notes: Path, capsys: Output) -> None:
    story.write_text(STORY.replace("The harbour", "Corrected at noon.\n\nThe harbour", 1))
    assert check(story, notes) == 1
    out = capsys.readouterr().out
    assert out.count("- moved") == 3
    assert "changed in 1 place " in out


def test_an_article_that_is_not_on_the_desk(
    story: Path, notes: Path, tmp_path: Path, capsys: Output
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("The bridge is open\n\nIt was opened at noon by the mayor.\n")
    assert main(["check", str(other), str(story), "--notes", str(notes)]) == 2
    report = capsys.readouterr()
    assert "other.txt" in report.err
    assert report.out.count("unchanged") == 3


def test_an_article_that_is_gone(story: Path, notes: Path, capsys: Output) -> None:
    story.unlink()
    assert check(story, notes) == 2
    assert "no file" in capsys.readouterr().err


def test_repair_is_for_the_file_alone(story: Path, notes: Path, capsys: Output) -> None:
    assert check(story, notes, "--repair") == 2
    assert "leave the articles out" in capsys.readouterr().err


def test_nothing_is_written(story: Path, notes: Path) -> None:
    before = notes.read_bytes()
    story.write_text(STORY.replace("fourteen", "forty"))
    assert check(story, notes) == 1
    assert notes.read_bytes() == before


def test_a_version_that_was_seen_is_reported_once(story: Path, notes: Path, capsys: Output) -> None:
    before = story.read_text()
    story.write_text(before.replace("fourteen", "forty"))
    assert check(story, notes, "--seen") == 1
    assert "changed in 1 place" in capsys.readouterr().out
    assert check(story, notes, "--seen") == 0
    capsys.readouterr()
    assert check(story, notes) == 1, "the words of the claim are still others"
    assert "has not changed" in capsys.readouterr().out
    story.write_text(story.read_text().replace("by Friday", "by Sunday"))
    assert check(story, notes, "--seen") == 1
    assert "changed in 1 place" in capsys.readouterr().out
    assert main(["check", "--seen", "--notes", str(notes)]) == 2
