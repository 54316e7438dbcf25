"""The fact-check desk from the command line, on the seeds with their gold answers as findings."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.analysis.cache import FindingsCache
from reader.analysis.packages import stamp
from reader.cli.main import main
from reader.config import load_settings
from tests.review.desk import SEEDS, seed

WIRE, OTHER = str(SEEDS / "harbour-wire.txt"), str(SEEDS / "harbour-second-outlet.txt")


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a notes file that is not there yet; what is found in the seeds is in the cache."""
    settings = load_settings()
    cache = FindingsCache(settings.findings_cache)
    for name in ("harbour-wire", "harbour-second-outlet"):
        cache.save(seed(name).machine, stamp(settings.package))
    path = tmp_path / "annotations.json"
    monkeypatch.setenv("READER_NOTES", str(path))
    called(monkeypatch, "ada", tmp_path)
    return path


def called(monkeypatch: pytest.MonkeyPatch, name: str, folder: Path) -> None:
    config = folder / f"{name}.toml"
    config.write_text(f'[me]\nname = "{name}"\n', encoding="utf-8")
    monkeypatch.setenv("READER_CONFIG", str(config))


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    capsys.readouterr()
    assert main(words) == code, capsys.readouterr().err
    return capsys.readouterr().out


def report(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0):
    return json.loads(said(capsys, *words, "--format", "json", code=code))


def kinds(path: Path) -> list[str]:
    with TinyDB(path) as file:
        return sorted(document["kind"] for document in file.all())


def test_the_queue_shows_the_few_and_all_when_asked(notes, capsys):
    few = report(capsys, "queue", WIRE)
    assert len(few["items"]) == 8
    assert few["articles"][0]["progress"] == {"done": 0, "of": 8}
    every = report(capsys, "queue", WIRE, "--all")["items"]
    ids = {item["id"] for item in every}
    assert {quote.id for quote in seed("harbour-wire").machine.quotes} <= ids
    assert all(item["reasons"] for item in few["items"])
    assert not notes.exists()
    text = said(capsys, "queue", WIRE, "--why")
    assert "0 of 8 decided" in text
    assert "another source has “22 containers (Maris Line)”" in text


def test_bulk_decisions_count_first_and_can_be_forgotten(notes, capsys):
    words = ("queue", WIRE, "--kind", "figure", "--decide", "dismiss")
    assert "would apply to" in said(capsys, *words)
    assert not notes.exists()
    said(capsys, *words, "--yes")
    every = report(capsys, "queue", WIRE, "--all")["items"]
    assert {item["status"] for item in every if item["kind"] == "figure"} == {"dismissed"}
    said(capsys, "queue", WIRE, "--status", "dismissed", "--decide", "forget", "--yes")
    every = report(capsys, "queue", "--all")["items"]
    assert {item["status"] for item in every} == {"open"}
    assert kinds(notes) == ["article"]


def test_one_item_is_decided_by_its_id(notes, capsys):
    (item, *_) = report(capsys, "queue", WIRE)["items"]
    said(capsys, "queue", WIRE, "--item", item["id"], "--decide", "accept", "--reason", "Asked")
    found = report(capsys, "queue", WIRE)
    assert found["items"][0]["status"] == "accepted"
    assert found["items"][0]["decided_by"] == "ada"
    assert found["articles"][0]["progress"]["done"] == 1
    capsys.readouterr()
    assert main(["queue", WIRE, "--item", "nothing", "--decide", "accept"]) == 2
    assert "No item is chosen" in capsys.readouterr().err


def test_deciding_the_same_thing_twice_writes_nothing(notes, capsys):
    (item, *_) = report(capsys, "queue", WIRE)["items"]
    words = ("queue", WIRE, "--item", item["id"], "--decide")

    def decisions() -> int:
        return kinds(notes).count("correction")

    assert "1 decision saved" in said(capsys, *words, "accept", "--reason", "Asked")
    before = notes.read_bytes()
    assert "0 decisions saved" in said(capsys, *words, "accept")
    said(capsys, *words, "accept", "--reason", "Asked")
    assert notes.read_bytes() == before
    assert decisions() == 1
    said(capsys, *words, "accept", "--reason", "Asked once more")
    said(capsys, *words, "dismiss")
    said(capsys, *words, "accept", "--reason", "Asked once more")
    assert decisions() == 4


def test_an_edited_article_keeps_its_decisions_and_says_what_changed(notes, capsys, tmp_path):
    story = tmp_path / "story.txt"
    story.write_text(Path(WIRE).read_text(encoding="utf-8"), encoding="utf-8")
    every = report(capsys, "queue", str(story), "--all")["items"]
    item = next(one for one in every if "61 knots" in one["text"] and one["kind"] == "quote")
    said(capsys, "queue", str(story), "--item", item["id"], "--decide", "dismiss")
    new = story.read_text(encoding="utf-8").replace("winds off the coast", "gales off the coast")
    story.write_text(new, encoding="utf-8")
    _cache_as_in_the_edited(story)
    (found,) = report(capsys, "queue", str(story), "--changed")["items"]
    assert found["status"] == "dismissed"
    assert found["outcome"] == "reworded"
    assert [(one["before"], one["after"]) for one in found["changes"]] == [("winds", "gales")]


def _cache_as_in_the_edited(story: Path) -> None:
    """Store findings of a text in which one word of five letters became another."""
    from dataclasses import replace

    from reader.analysis.findings import finding_id
    from reader.article.opening import open_article

    article = open_article(str(story))
    old = seed("harbour-wire").machine
    quotes = []
    for quote in old.quotes:
        text = " … ".join(span.slice(article.text) for span in quote.spans)
        identity = quote.id if text == quote.text else finding_id("quote", quote.spans, text)
        quotes.append(replace(quote, id=identity, text=text))
    settings = load_settings()
    findings = replace(old, fingerprint=article.fingerprint, quotes=tuple(quotes))
    FindingsCache(settings.findings_cache).save(findings, stamp(settings.package))


def test_conflicts_and_drift_between_two_outlets(notes, capsys):
    found = report(capsys, "conflicts", WIRE, OTHER, code=1)
    (containers,) = [each for each in found["figures"] if each["thing"] == "containers"]
    assert {each["value"] for each in containers["stated"]} == {15, 18, 22}
    (reopened,) = [each for each in found["quotes"] if "reopen" in each["first"]["text"]]
    assert [(one["before"], one["after"]) for one in reopened["changes"]] == [
        ("", "last"),
        ("is", "has been"),
    ]
    assert "“last” added" in said(capsys, "conflicts", WIRE, OTHER, code=1)


def test_nothing_to_say_is_said_and_exits_well(notes, capsys):
    capsys.readouterr()
    for command in ("queue", "conflicts", "speakers"):
        assert main([command]) == 0
        assert "name a FILE" in capsys.readouterr().err
    assert main(["claims"]) == 0
    report = capsys.readouterr()
    assert "No claims" in report.err
    assert report.out == ""


def test_speakers_over_two_articles(notes, capsys):
    (ferreira,) = report(capsys, "speakers", WIRE, OTHER, "--name", "ferreira")["speakers"]
    assert ferreira["articles"] == 2
    assert "every last container" in said(capsys, "speakers", WIRE, OTHER, "--name", "ferreira")


def added(capsys, words="22 containers were lost"):
    items = report(capsys, "queue", WIRE, "--kind", "quote", "--words", words)["items"]
    return said(capsys, "claim", "add", WIRE, "--item", items[0]["id"]).strip()


def test_a_claim_from_item_to_verdict(notes, capsys, tmp_path):
    tally = tmp_path / "tally.txt"
    tally.write_text("15", encoding="utf-8")
    identity = added(capsys)
    said(
        capsys,
        "claim",
        "set",
        identity[:8],
        "--verdict",
        "mostly false",
        "--explanation",
        "See tally",
    )
    said(capsys, "claim", "set", identity, "--evidence", str(tally), "--stance", "refutes")
    passage = "The Hallan Harbour Authority spoke of 15 containers adrift."
    said(capsys, "claim", "set", identity, "--evidence", OTHER, "--passage", passage)
    said(
        capsys, "claim", "set", identity, "--step", "1", "--step", "Quoted", "--said-on", "2026-11"
    )
    said(capsys, "claim", "set", identity, "--status", "done", "--final", "ada")
    claim = report(capsys, "claim", "show", identity)
    assert (claim["claimant"], claim["status"], claim["final"]) == ("Maris Line", "done", "ada")
    assert claim["said_on"] == "2026-11"
    (verdict,) = claim["assessments"]
    assert (verdict["label"], verdict["value"], verdict["best"]) == ("Mostly false", 2, 5)
    file, quoted = claim["evidence"]
    assert file["sha256"].startswith("e629fa6598d732768f7c726b4b621285")
    assert quoted["excerpt"] == passage
    assert quoted["url"].startswith("file:")
    assert [bool(step["at"]) for step in claim["checklist"]] == [True, False, True, False]
    items = report(capsys, "queue", WIRE, "--status", "claimed")["items"]
    (item,) = [each for each in items if each["part_of"] is None]
    assert item["kind"] == "quote"
    assert {each["part_of"] for each in items} == {None, item["id"]}
    assert {each["claim"] for each in items} == {identity}
    assert "Mostly false says ada: See tally (final)" in said(capsys, "claims")
    (line,) = report(capsys, "speakers", WIRE, "--name", "Maris Line")["speakers"]
    assert "Mostly false" in json.dumps(line)


def test_the_same_claim_in_another_article_and_a_known_one(notes, capsys):
    identity = said(
        capsys, "claim", "add", WIRE, "--exact", "“God does not tighten bolts.”"
    ).strip()
    said(
        capsys,
        "claim",
        "set",
        identity,
        "--also-in",
        OTHER,
        "--exact",
        "God does not tighten bolts,",
    )
    assert kinds(notes) == ["appearance", "article", "article", "claim"]
    assert "also in 1 other passage" in said(capsys, "claims")
    said(capsys, "claim", "set", identity, "--verdict", "True")
    (found,) = report(capsys, "queue", OTHER, "--words", "tighten")["items"]
    assert (found["status"], found["claim"]) == ("claimed", identity)
    (quist,) = report(capsys, "speakers", "--name", "Quist")["speakers"]
    verdicts = {each["article_id"]: each["verdicts"] for each in quist["statements"]}
    assert sum(bool(each) for each in verdicts.values()) >= 1


def test_a_claim_like_a_known_one_is_shown_with_its_verdict(notes, capsys):
    exact = "God does not tighten bolts."
    identity = said(capsys, "claim", "add", WIRE, "--exact", exact).strip()
    said(capsys, "claim", "set", identity, "--verdict", "True")
    (found,) = report(capsys, "queue", OTHER, "--words", "tighten")["items"]
    (known,) = found["known_claims"]
    assert (known["claim"], known["verdict"]) == (identity, "True")
    assert f"like “{exact}” (True)" in said(capsys, "queue", OTHER, "--words", "tighten")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["claim", "add", WIRE], "one of them"),
        (["claim", "add", WIRE, "--item", "zzz"], "no one item"),
        (["claim", "set", "nothing"], "no claim 'nothing'"),
        (["claim", "set", "ID", "--verdict", "so so"], "it has True"),
        (["claim", "set", "ID", "--scale", "none", "--verdict", "1"], "there are truth"),
        (["claim", "set", "ID", "--status", "false"], "second look"),
        (["claim", "set", "ID", "--said-on", "soon"], "no date"),
        (["claim", "set", "ID", "--evidence", "/nowhere/at/all"], "cannot be read"),
        (["claim", "set", "ID", "--final", "ben"], "gave no verdict"),
        (["claim", "set", "ID", "--passage", "x"], "--evidence FILE"),
        (["review", WIRE], "--plain"),
        (["queue", WIRE, "--few", "-1"], "at least 1"),
        (["queue", "/nowhere/at/all.txt"], "/nowhere/at/all.txt"),
    ],
)
def test_wrong_use_is_one_sentence_and_changes_nothing(notes, capsys, words, sentence):
    identity = added(capsys)
    before = report(capsys, "claim", "show", identity)
    capsys.readouterr()
    assert main([identity if word == "ID" else word for word in words]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert "Traceback" not in error
    assert report(capsys, "claim", "show", identity) == before


def answered(monkeypatch, *answers: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{each}\n" for each in answers)))


def test_a_review_by_short_answers_saves_each_decision(notes, capsys, monkeypatch):
    answered(monkeypatch, "a", "x no figure", "5 The port says 15.", "", "c", "q")
    text = said(capsys, "review", "--plain", WIRE)
    assert "Item 1 of 8" in text
    assert "4 decisions saved" in text
    assert kinds(notes) == ["article", "claim", "claim", "correction", "correction"]
    statuses = [item["status"] for item in report(capsys, "queue", WIRE)["items"]]
    assert statuses == ["accepted", "dismissed", "claimed", "open", "claimed", *["open"] * 3]
    answered(monkeypatch, "?", "t", "v", "h", "p", "nonsense")
    text = said(capsys, "review", "--plain", WIRE)
    assert "5 items left" in text  # a claim without a verdict is not decided
    assert "5 items to decide" in text
    assert "not an answer" in text


def test_undo_goes_back_to_the_item_and_takes_the_record_away(notes, capsys, monkeypatch):
    answered(monkeypatch, "x", "s", "u", "q")
    text = said(capsys, "review", "--plain", WIRE)
    assert "Undone: dismiss." in text
    assert text.count("Item 1 of 8") == 2
    assert kinds(notes) == ["article"]


def test_speaker_and_words_are_put_right_in_place(notes, capsys, monkeypatch):
    own_words = "W 15 containers had gone overboard"
    answered(monkeypatch, "s", "S Port of Hallan", own_words, "a", "q")
    text = said(capsys, "review", "--plain", WIRE)
    assert "quote by Port of Hallan" in text
    items = report(capsys, "queue", WIRE, "--speaker", "port of hallan")["items"]
    (item,) = [each for each in items if each["kind"] == "quote"]
    assert item["text"] == "15 containers had gone overboard"
    assert item["status"] == "accepted"


def test_a_review_without_answers_changes_nothing_and_ends(notes, capsys, monkeypatch):
    answered(monkeypatch)
    found = report(capsys, "review", "--plain", WIRE)
    assert found["decided"] == []
    assert not notes.exists()


def test_decisions_come_as_json_apart_from_the_prompts(notes, capsys, monkeypatch):
    answered(monkeypatch, "2", "q")
    (decided,) = report(capsys, "review", "--plain", WIRE)["decided"]
    assert (decided["decision"], decided["verdict"]) == ("verdict", "Mostly true")


def test_a_second_reader_sees_the_first_verdict_only_after_theirs(
    notes, capsys, monkeypatch, tmp_path
):
    identity = added(capsys)
    said(capsys, "claim", "set", identity, "--verdict", "False", "--explanation", "Only 15 were")
    said(capsys, "claim", "set", identity, "--status", "second look")
    called(monkeypatch, "ben", tmp_path)
    for hidden in (said(capsys, "claims"), said(capsys, "claim", "show", identity)):
        assert "Only 15 were" not in hidden
        assert "hidden until you give yours" in hidden
    assert report(capsys, "claims")[0]["assessments"] == []
    assert report(capsys, "speakers", WIRE, "--name", "Maris")["speakers"][0]["statements"]
    answered(monkeypatch, "no such", "3 It depends")
    text = said(capsys, "review", "--plain", "--second")
    before, after = text.split("You differ")
    assert "Only 15 were" not in before
    assert "ada said False: Only 15 were" in after
    (found,) = report(capsys, "claims", "--disagreements", code=1)
    assert [each["explanation"] for each in found["verdicts"]] == ["Only 15 were", "It depends"]
    assert found["distance"] == 0.5


def test_the_hidden_verdict_does_not_show_beside_a_statement_like_the_claim(
    notes, capsys, monkeypatch, tmp_path
):
    words = ("--exact", "18 containers in the water", "--claim", "22 containers were lost.")
    identity = said(capsys, "claim", "add", OTHER, *words).strip()
    said(capsys, "claim", "set", identity, "--verdict", "False", "--status", "second look")

    def verdict() -> str | None:
        items = report(capsys, "queue", WIRE, "--kind", "quote", "--words", "22 containers")[
            "items"
        ]
        ((known,),) = [each["known_claims"] for each in items]
        assert known["claim"] == identity
        return known["verdict"]

    assert verdict() == "False"
    called(monkeypatch, "ben", tmp_path)
    assert verdict() is None
    answered(monkeypatch)
    assert "False" not in said(capsys, "review", "--plain", WIRE)


def test_two_reviewers_files_merge_and_their_disagreements_are_listed(
    notes, capsys, monkeypatch, tmp_path
):
    identity = added(capsys)
    theirs = tmp_path / "theirs.json"
    said(capsys, "backup", str(theirs))
    said(capsys, "claim", "set", identity, "--verdict", "False", "--explanation", "Only 15 were")
    called(monkeypatch, "ben", tmp_path)
    words = ("--verdict", "True", "--explanation", "The owner counts")
    said(capsys, "claim", "set", identity, *words, "--notes", str(theirs))
    main(["merge", str(notes), str(theirs)])
    text = said(capsys, "claims", "--disagreements", code=1)
    assert "False says ada: Only 15 were" in text
    assert "True says ben: The owner counts" in text


def test_claims_that_two_reviewers_made_apart_are_compared_by_their_passage(
    notes, capsys, monkeypatch, tmp_path
):
    first = added(capsys)
    said(capsys, "claim", "set", first, "--verdict", "False", "--explanation", "Only 15 were")
    called(monkeypatch, "ben", tmp_path)
    monkeypatch.setenv("READER_NOTES", str(tmp_path / "theirs.json"))
    second = added(capsys)
    said(capsys, "claim", "set", second, "--verdict", "True", "--explanation", "The owner counts")
    monkeypatch.setenv("READER_NOTES", str(notes))
    main(["merge", str(notes), str(tmp_path / "theirs.json")])
    capsys.readouterr()
    (found,) = report(capsys, "claims", "--disagreements", code=1)
    assert {found["claim"], found["other_claim"]} == {first, second}
    reasons = {each["reviewer"]: each["explanation"] for each in found["verdicts"]}
    assert reasons == {"ada": "Only 15 were", "ben": "The owner counts"}
    assert found["distance"] == 1.0
