"""The commands that need no screen, as a script would use them."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytestmark = [pytest.mark.end_to_end, pytest.mark.xdist_group("end_to_end")]

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def findings_of(user, name: str) -> dict:
    ended = user.run("analyze", name, "--format", "json")
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def check_offsets(findings: dict) -> None:
    text = findings["article"]["text"]
    assert findings["offset_unit"] == "codepoint"
    for found in findings["entities"] + findings["figures"]:
        assert text[found["start"] : found["end"]] == found["text"]
    for quote in findings["quotes"]:
        for part in ("spans", "cue", "source"):
            for start, end in quote[part] or ():
                assert 0 <= start < end <= len(text)


def test_findings_are_the_same_for_both_line_ends_and_right_behind_emoji(user):
    raw = (SEEDS / "letters-festival.txt").read_bytes()
    (user.home / "lf.txt").write_bytes(raw)
    (user.home / "crlf.txt").write_bytes(raw.replace(b"\n", b"\r\n"))
    lf, crlf = findings_of(user, "lf.txt"), findings_of(user, "crlf.txt")
    check_offsets(lf)
    check_offsets(crlf)
    assert lf["article"]["fingerprint"] == crlf["article"]["fingerprint"]
    for kind in ("people", "entities", "quotes", "figures"):
        assert lf[kind] == crlf[kind]
        assert lf[kind]


def test_several_articles_come_as_lines_and_the_second_time_from_the_cache(user):
    names = ["harbour-wire.txt", "harbour-second-outlet.txt"]
    for name in names:
        shutil.copy(SEEDS / name, user.home)
    first = user.run("analyze", *names, "--format", "jsonl")
    assert first.returncode == 0, first.stderr
    found = [json.loads(line) for line in first.stdout.splitlines()]
    assert [Path(one["article"]["location"]).name for one in found] == names
    log = user.home / "cache" / "reader" / "findings"
    kept = sorted(path.name for path in log.rglob("*") if path.is_file())
    assert len(kept) >= 2
    again = user.run("analyze", *names, "--format", "jsonl")
    assert again.stdout == first.stdout
    assert sorted(path.name for path in log.rglob("*") if path.is_file()) == kept


def test_a_note_made_by_a_command_is_durable_private_and_exported(user):
    shutil.copy(SEEDS / "harbour-wire.txt", user.home)
    made = user.run(
        *("annotate", "harbour-wire.txt", "--exact", "God does not tighten bolts."),
        *("--note", "Check *both*.\nSecond line.", "--tag", "quote"),
    )
    assert made.returncode == 0, made.stderr
    (note,) = (one for one in user.stored() if one["kind"] == "note")
    assert made.stdout.strip() == note["id"]
    assert note["body"] == "Check *both*.\nSecond line."
    (part,) = note["anchor"]["parts"]
    assert part["exact"] == "God does not tighten bolts."
    text = (SEEDS / "harbour-wire.txt").read_text(encoding="utf-8")
    assert text[part["start"] : part["end"]] == part["exact"]
    assert stat.S_IMODE(user.notes.stat().st_mode) == 0o600

    markdown = user.run("export", "--format", "markdown")
    assert markdown.returncode == 0, markdown.stderr
    assert "God does not tighten bolts." in markdown.stdout
    assert "Second line." in markdown.stdout
    exported = user.run("export", "--format", "json")
    assert note["id"] in exported.stdout
    assert json.loads(exported.stdout)

    listed = user.run("list")
    assert listed.returncode == 0, listed.stderr
    assert "Storm-hit cargo ship" in listed.stdout


def test_a_passage_that_occurs_twice_asks_which(user):
    shutil.copy(SEEDS / "harbour-wire.txt", user.home)
    unclear = user.run("annotate", "harbour-wire.txt", "--exact", "Everyone is safe", "--note", "x")
    assert unclear.returncode == 2
    assert "--occurrence" in unclear.stderr
    second = user.run(
        *("annotate", "harbour-wire.txt", "--exact", "Everyone is safe", "--occurrence", "2"),
        *("--note", "x"),
    )
    assert second.returncode == 0, second.stderr
    (note,) = (one for one in user.stored() if one["kind"] == "note")
    text = (SEEDS / "harbour-wire.txt").read_text(encoding="utf-8")
    assert note["anchor"]["parts"][0]["start"] == text.rindex("Everyone is safe")


def test_commands_that_note_at_once_lose_nothing(user):
    shutil.copy(SEEDS / "harbour-wire.txt", user.home)

    def note(number: int) -> subprocess.CompletedProcess[str]:
        return user.run(
            *("annotate", "harbour-wire.txt", "--exact", "You cannot park a ship,"),
            *("--note", f"note {number}"),
        )

    with ThreadPoolExecutor(4) as several:
        ended = list(several.map(note, range(8)))
    assert [one.returncode for one in ended] == [0] * 8, [one.stderr for one in ended]
    assert sorted(user.notes_made()) == [f"note {number}" for number in range(8)]
    assert len([one for one in user.stored() if one["kind"] == "article"]) == 1


def test_show_prints_the_article_with_what_was_found_and_noted(user):
    shutil.copy(SEEDS / "harbour-wire.txt", user.home)
    user.run(
        *("annotate", "harbour-wire.txt", "--exact", "God does not tighten bolts."),
        *("--note", "A good line."),
    )
    shown = user.run("show", "harbour-wire.txt", "--plain")
    assert shown.returncode == 0, shown.stderr
    assert "\x1b" not in shown.stdout
    assert "God does not tighten bolts." in shown.stdout
    assert "A good line." in shown.stdout
    assert "Paula Quist" in shown.stdout
    assert shown.stdout.count("Under tow.") == 1


def test_an_article_from_standard_input(user):
    shown = user.run("show", "-", "--no-findings", given="“Naïve,” said Zoë.".encode("utf-16"))
    assert shown.returncode == 0, shown.stderr
    assert "“Naïve,” said Zoë." in shown.stdout


def test_a_note_finds_its_passage_again_when_the_article_has_changed(user):
    article = user.home / "story.txt"
    text = (SEEDS / "harbour-wire.txt").read_text(encoding="utf-8")
    article.write_text(text, encoding="utf-8")
    user.run("annotate", "story.txt", "--exact", "You cannot park a ship,", "--note", "moves")
    user.run("annotate", "story.txt", "--exact", "dangerous goods", "--note", "goes")
    changed = text.replace("Scattered", "").replace(
        " None of the lost containers held dangerous goods, she added.", ""
    )
    article.write_text("Updated: " + changed, encoding="utf-8")
    shown = user.run("show", "story.txt", "--plain", "--no-findings")
    assert shown.returncode == 0, shown.stderr
    assert "moves" in shown.stdout
    assert "Lost" in shown.stdout
    assert sorted(user.notes_made()) == ["goes", "moves"]


def test_a_pipe_that_closes_early_is_no_fault(user):
    shutil.copy(SEEDS / "harbour-wire.txt", user.home)
    ended = subprocess.run(
        f"{user.programs / 'reader'} show --no-findings harbour-wire.txt | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        env=user.environment(),
        cwd=user.home,
    )
    assert ended.stderr == ""
    assert "Storm-hit" in ended.stdout


def test_an_export_writes_over_nothing_unless_asked_to(user):
    shutil.copy(SEEDS / "harbour-wire.txt", user.home)
    user.run("annotate", "harbour-wire.txt", "--exact", "Maris Line denied", "--note", "why?")
    (user.home / "out.md").write_text("mine")
    refused = user.run("export", "--format", "markdown", "-o", "out.md")
    assert refused.returncode == 2
    assert (user.home / "out.md").read_text() == "mine"
    forced = user.run("export", "--format", "markdown", "-o", "out.md", "--force")
    assert forced.returncode == 0, forced.stderr
    assert "why?" in (user.home / "out.md").read_text()


def test_an_unknown_format_is_reported_with_the_known_ones(user):
    refused = user.run("export", "--format", "wordperfect")
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert "wordperfect" in refused.stderr
    known = user.run("export", "--format", "list")
    assert known.returncode == 0
    assert {"markdown", "json"} <= {line.split()[0] for line in known.stdout.splitlines()}


def test_prior_checks_are_beside_a_claim_in_a_second_review(user):
    shutil.copy(SEEDS / "harbour-wire.txt", user.home)
    review = {
        "@type": "ClaimReview",
        "claimReviewed": "22 containers went overboard in the harbour",
        "author": {"name": "Quay Checks"},
        "reviewRating": {"alternateName": "Half true"},
    }
    (user.home / "reviews.jsonl").write_text(json.dumps(review))
    for name in ("ada", "ben"):
        (user.home / f"{name}.toml").write_text(f'[me]\nname = "{name}"\n')
    ada, ben = (str(user.home / f"{name}.toml") for name in ("ada", "ben"))
    came = user.run("import", "--format", "claimreview", "reviews.jsonl")
    assert came.returncode == 0, came.stderr
    words = ("--exact", "22 containers were lost", "--claim", "22 containers went overboard.")
    made = user.run("claim", "add", "harbour-wire.txt", *words, READER_CONFIG=ada)
    assert made.returncode == 0, made.stderr
    identity = made.stdout.split()[0]
    for change in (("--verdict", "False"), ("--status", "second look")):
        given = user.run("claim", "set", identity, *change, READER_CONFIG=ada)
        assert given.returncode == 0, given.stderr
    second = user.run("review", "--plain", "--second", given=b"q\n", READER_CONFIG=ben)
    assert second.returncode == 0, second.stderr
    assert "Half true (Quay Checks)" in second.stdout
    assert "ada said" not in second.stdout
