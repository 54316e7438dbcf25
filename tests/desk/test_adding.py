from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from reader.annotations.articles import KnownArticles, known_article
from reader.annotations.store import open_store
from reader.article.loaders import plain_text
from reader.article.network import OFFLINE
from reader.article.opening import open_article
from reader.article.stored_texts import StoredTexts
from reader.desk import adding
from reader.desk.adding import add_articles
from reader.desk.sources import sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stories"
    (made / "deep" / ".git").mkdir(parents=True)
    for name in ("a.txt", "b.html", "deep/c.md"):
        (made / name).write_text(f"<p>Story {name}</p>\n" if "html" in name else f"Story {name}\n")
    (made / "picture.jpg").write_bytes(b"\xff\xd8\xff" * 50)
    (made / "empty.txt").touch()
    (made / ".hidden.txt").write_text("hidden")
    (made / "deep" / ".git" / "x.txt").write_text("not an article")
    (made / "deep" / "up").symlink_to(made)
    (made / "nameless").write_bytes(b"<!doctype html><p>A page.</p>")
    return made


def run(folder: Path, *places: str, **more):
    store = open_store(folder / "annotations.json", who="ada")
    texts = StoredTexts(folder / "texts")
    done = list(add_articles(places, store, texts, network=OFFLINE, **more))
    return done, store, texts


def test_folders_are_gone_through_and_what_is_left_out_is_reported(folder):
    found = sources([str(folder), str(folder / "a.txt"), "https://example.org/x"])
    names = [place.removeprefix(f"{folder}/") for place in found.places]
    assert names == ["a.txt", "b.html", "nameless", "deep/c.md", "https://example.org/x"]
    assert [(Path(each.place).name, each.reason.split()[0]) for each in found.skipped] == [
        ("empty.txt", "empty"),
        ("picture.jpg", "no"),
    ]


def test_a_file_named_by_itself_is_taken_whatever_it_is(folder):
    assert sources([str(folder / "picture.jpg")]).places == (str(folder / "picture.jpg"),)


def test_one_bad_file_never_stops_the_rest(tmp_path, folder, monkeypatch):
    monkeypatch.setattr(plain_text, "load", _breaks_at_b(plain_text.load))
    (folder / "b.txt").write_text("Breaks the loader.")
    places = [str(folder / name) for name in ("a.txt", "none.txt", "b.txt", "deep/c.md")]
    done, store, texts = run(tmp_path, *places)
    report = {Path(each.place).name: each.outcome for each in done}
    assert report == {"a.txt": "new", "none.txt": "failed", "b.txt": "failed", "c.md": "new"}
    assert all(each.message for each in done if each.outcome == "failed")
    assert len(store.articles()) == 2
    assert texts.load(store.articles()[0].revisions[0].fingerprint).startswith("Story a.txt")


def _breaks_at_b(load):
    def breaking(source):
        if source.location.endswith("b.txt"):
            raise RecursionError("a loader's own fault")
        return load(source)

    return breaking


def test_what_is_on_the_desk_is_known_again_or_gets_a_revision(tmp_path, folder):
    place = str(folder / "a.txt")
    run(tmp_path, place, place, tags=["law"])
    (first,) = open_store(tmp_path / "annotations.json", who="ada").articles()
    assert first.tags == ("law",)
    done, _, _ = run(tmp_path, place)
    assert [each.outcome for each in done] == ["known"]
    (folder / "a.txt").write_text("Story a, told anew\n")
    done, store, _ = run(tmp_path, place)
    assert [each.outcome for each in done] == ["changed"]
    (record,) = store.articles()
    assert record.article_id == first.article_id
    assert len(record.revisions) == 2


def test_stopped_work_keeps_what_was_opened(tmp_path, folder):
    places = [str(folder / "a.txt"), str(folder / "deep" / "c.md")]
    calls = iter([False, True])
    done, store, _ = run(tmp_path, *places, stopped=lambda: next(calls))
    assert [each.outcome for each in done] == ["new"]
    assert len(store.articles()) == 1


def test_an_interrupt_keeps_what_was_opened(tmp_path, folder, monkeypatch):
    def interrupted(place, network):
        if place == "stop":
            raise KeyboardInterrupt
        return open_article(place, network=network)

    monkeypatch.setattr(adding, "open_article", interrupted)
    store = open_store(tmp_path / "annotations.json", who="ada")
    work = add_articles(
        [str(folder / "a.txt"), "stop"], store, StoredTexts(tmp_path / "texts"), network=OFFLINE
    )
    assert next(work).outcome == "new"
    with pytest.raises(KeyboardInterrupt):
        next(work)
    assert len(store.articles()) == 1


def test_a_feed_is_left_for_a_person_to_pick_from(tmp_path):
    path = tmp_path / "feed.rss"
    path.write_text(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>'
        "<item><title>One</title><description>Words.</description><guid>1</guid></item>"
        "<item><title>Two</title><description>Words.</description><guid>2</guid></item>"
        "</channel></rss>"
    )
    done, store, _ = run(tmp_path, str(path))
    assert [each.outcome for each in done] == ["failed"]
    assert "feed of 2 articles" in done[0].message
    assert store.articles() == []


def test_many_are_known_as_one_is(tmp_path, folder):
    places = [str(folder / name) for name in ("a.txt", "b.html", "deep/c.md")]
    _, store, _ = run(tmp_path, *places)
    records = store.articles()
    (folder / "new.txt").write_text("Something else\n")
    for place in (*places, str(folder / "new.txt")):
        article = open_article(place)
        assert KnownArticles(records).find(article) == known_article(records, article)


def test_the_process_adds_and_ends_with_its_input(tmp_path, folder):
    job = {
        "places": [str(folder)],
        "notes": str(tmp_path / "annotations.json"),
        "who": "ada",
        "library": [str(tmp_path / name) for name in ("texts", "pages", "findings", "models")],
        "offline": True,
    }
    command = [sys.executable, "-m", "reader.desk.adding_process"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(job).encode() + b"\n")
        process.stdin.flush()
        report = [json.loads(line) for line in process.stdout]
    assert report[0] == {"number": 4, "skipped": 2}
    assert {each["outcome"] for each in report[1:]} == {"new"}
    assert len(open_store(tmp_path / "annotations.json", who="ada").articles()) == 4


def test_a_damaged_archive_is_reported(tmp_path):
    path = tmp_path / "book.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("nothing.txt", "x")
    done, _, _ = run(tmp_path, str(path))
    assert done[0].outcome == "failed"
