"""Prior checks on the command line: they come in, are found in other words, and go."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from reader.annotations.records import Unlike
from reader.annotations.store import open_store
from reader.cli.main import main
from reader.config import load_settings
from reader.meaning.prior_checks import FILE

REVIEWS = [
    {
        "@type": "ClaimReview",
        "claimReviewed": "Half of the public libraries in the county were shut by the council",
        "url": "https://checks.example/libraries",
        "author": {"name": "Shelf Checks"},
        "reviewRating": {"alternateName": "Mostly true"},
    },
    {
        "@type": "ClaimReview",
        "claimReviewed": "Olive oil costs three times as much as in spring",
        "url": "https://checks.example/oil",
        "reviewRating": {"alternateName": "False"},
    },
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.jsonl"
    path.write_text("\n".join(map(json.dumps, REVIEWS)), encoding="utf-8")
    return path


def run(capsys, *words: str):
    code = main(list(words))
    return code, capsys.readouterr().out


@pytest.mark.stanza
def test_a_check_is_found_in_other_words_and_removed(file: Path, capsys) -> None:
    assert run(capsys, "import", "--format", "claimreview", str(file))[0] == 0
    statement = "The council closed every second library of the county"
    code, out = run(capsys, "known", statement, "--format", "json")
    assert code == 0
    ((found,),) = [each["checks"] for each in json.loads(out)]
    assert found["rating"] == "Mostly true"
    assert "library" in found["words"] or "council" in found["words"]
    assert found["sure"] >= 0.5
    assert run(capsys, "known", "--remove", found["id"])[0] == 0
    _, out = run(capsys, "known", "--list", "--format", "json")
    assert [each["rating"] for each in json.loads(out)] == ["False"]


def test_a_dry_run_takes_nothing(file: Path, capsys) -> None:
    assert run(capsys, "import", "--format", "claimreview", "--dry-run", str(file))[0] == 0
    assert run(capsys, "known", "--list")[1] == ""


def test_the_format_is_listed(capsys) -> None:
    assert "claimreview" in run(capsys, "import", "--format", "list")[1]


@pytest.mark.parametrize(
    "words",
    [
        ("known",),
        ("known", "nothing is there yet"),
        ("known", "--remove", "0"),
        ("known", "--most", "0", "words"),
        ("known", "--least", "2", "words"),
        ("import", "--format", "claimreview"),
        ("import", "--format", "claimreview", "no such file"),
        ("evaluate", "known"),
        ("evaluate", "worth"),
        ("evaluate", "quotes", "--claims", "x"),
    ],
)
def test_wrong_use_is_one_sentence(words, capsys) -> None:
    assert main(list(words)) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.stanza
def test_what_was_said_not_to_be_the_same_is_left_out(file: Path, capsys) -> None:
    run(capsys, "import", "--format", "claimreview", str(file))
    statement = "The council closed every second library of the county"
    _, out = run(capsys, "known", statement, "--format", "json")
    ((found,),) = [each["checks"] for each in json.loads(out)]
    settings = load_settings()
    store = open_store(settings.notes, who="ada")
    store.put(Unlike(article_id="a1", id="u1", finding={"text": statement.upper()}, of=found["id"]))
    store.close()
    _, out = run(capsys, "known", statement, "--format", "json")
    assert [each["checks"] for each in json.loads(out)] == [[]]


ARTICLE = """Libraries close across the county

The county council closed every second library in March, councillor Ida Roe said on Monday.

Roe said the buildings would be sold within 14 months.
"""


@pytest.mark.stanza
def test_an_imported_check_is_shown_wherever_its_claim_is_said_in_other_words(
    file: Path, tmp_path: Path, capsys, monkeypatch
) -> None:
    story = tmp_path / "story.txt"
    story.write_text(ARTICLE, encoding="utf-8")
    run(capsys, "import", "--format", "claimreview", str(file))

    _, out = run(capsys, "known", str(story))
    assert "Mostly true (Shelf Checks)" in out
    assert "Olive oil" not in out

    _, out = run(capsys, "queue", str(story), "--all", "--format", "json")
    items = json.loads(out)["items"]
    found = {check["rating"] for item in items for check in item["prior_checks"]}
    assert found == {"Mostly true"}
    (first, *_) = [item for item in items if item["prior_checks"]]
    assert "every second library" in first["text"]

    _, out = run(capsys, "queue", str(story), "--all")
    assert "Mostly true (Shelf Checks)" in out

    monkeypatch.setattr("sys.stdin", io.StringIO("s\n" * 20))
    _, out = run(capsys, "review", "--plain", "--all", str(story))
    (said,) = {line for line in out.splitlines() if "Mostly true (Shelf Checks)" in line}
    assert "Half of the public libraries" in said
    assert "Olive oil" not in out


@pytest.mark.stanza
def test_a_damaged_collection_is_reported_and_the_queue_is_listed(tmp_path: Path, capsys) -> None:
    story = tmp_path / "story.txt"
    story.write_text(ARTICLE, encoding="utf-8")
    path = load_settings().data_folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"no database" * 500)
    assert main(["queue", str(story), "--all"]) == 0
    printed = capsys.readouterr()
    assert "every second library" in printed.out
    assert str(path) in printed.err
