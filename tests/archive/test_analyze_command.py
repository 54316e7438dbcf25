"""`reader analyze` of many articles: to the output, and to Parquet with --out."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import duckdb
import pytest

from reader.archive import run as running
from reader.archive.run import Progress
from reader.cli.archiving import ProgressReport, progress_line
from reader.cli.main import main
from tests.archive.stub_pipeline import stub_loader

README = Path(__file__).parents[2] / "README.md"
WORDS = "“The bridge is shut,” said Ida Holm. She counted 14 lorries."


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "load_pipeline", stub_loader)


@pytest.mark.stanza
def test_the_models_find_the_same_in_a_table_as_json_lines_and_as_parquet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "news.csv").write_text(f'id,title,text\nb1,Bridge,"{WORDS}"\nb2,,\n')
    place, out = str(tmp_path / "news.csv"), tmp_path / "found"
    assert main(["analyze", place, "--format", "jsonl"]) == 2
    printed = capsys.readouterr()
    (line,) = printed.out.splitlines()
    assert "b2" in printed.err
    assert main(["analyze", place, "--out", str(out)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "b2" in printed.err
    found = json.loads(line)
    rows = duckdb.sql(f"SELECT quote_id, speaker FROM '{out}/quotes/*.parquet'").fetchall()
    assert rows == [(quote["id"], quote["speaker"]) for quote in found["quotes"]]
    assert rows[0][1] == "Ida Holm"


@pytest.mark.stanza
@pytest.mark.parametrize("rows", [1, 2])
def test_json_of_a_table_is_one_object_or_an_array(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: int
) -> None:
    lines = [json.dumps({"text": f"{number} lorries came."}) for number in range(rows)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    assert main(["analyze", str(tmp_path / "a.jsonl"), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, list) == (rows > 1)


@pytest.mark.parametrize(
    "options",
    [
        ["--format", "parquet"],
        ["--out", "x", "--format", "json"],
        ["--on", "local:1"],
        ["--on", "local:1", "--threads", "1", "--out", "x"],
        ["--out", "x", "--on", "local:none"],
        ["--out", "x", "--on", "somewhere"],
        ["--out", "x", "--on", "tcp://127.0.0.1:9"],
    ],
)
def test_options_that_do_not_fit_are_one_sentence(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from reader.archive import cluster

    monkeypatch.setattr(cluster, "CONNECTING", "1s")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(WORDS)
    assert main(["analyze", "a.txt", *options]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("column", ["text", "=x", "colour=text"])
def test_a_wrong_column_is_refused(
    column: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("text\nx\n")
    try:
        code = main(["analyze", "--column", column, str(tmp_path / "a.csv")])
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("missing", "options", "extra"),
    [("pyarrow", [], "archive"), ("distributed", ["--on", "local:1"], "cluster")],
)
def test_without_the_extra_one_sentence_says_how_to_install_it(
    missing: str, options: list[str], extra: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setitem(sys.modules, missing, None)
    (tmp_path / "a.txt").write_text(WORDS)
    command = ["analyze", str(tmp_path / "a.txt"), "--out", str(tmp_path / "x"), *options]
    assert main(command) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "pip install" in line
    assert f"[{extra}]" in line


@pytest.mark.usefixtures("stub")
def test_without_text_the_words_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WORDS)
    for name, options in (("with", []), ("without", ["--no-text"])):
        out = tmp_path / name
        assert main(["analyze", str(tmp_path / "a.txt"), "--out", str(out), *options]) == 0
        ((text,),) = duckdb.sql(f"SELECT text FROM '{out}/articles/*.parquet'").fetchall()
        assert text == (WORDS if name == "with" else None)


def test_progress_says_share_rate_and_time_left() -> None:
    half = Progress(size=1000, done=500, kept=300, articles=50)
    line = progress_line(half, 20.0)
    # 200 of this run's bytes took 20 seconds; 500 are left.
    assert "50%" in line
    assert "2.5 articles/s" in line
    assert "50 s left" in line
    assert "left" not in progress_line(Progress(size=1000), 5.0)
    assert progress_line(Progress(), 0.0)


def test_in_a_log_progress_is_a_line_from_time_to_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    now = [0.0]
    report = ProgressReport(lambda: now[0])
    for second in range(100):
        now[0] = float(second)
        report(Progress(size=100, done=second, articles=second))
    report.end()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert not any("\x1b" in line or "\r" in line for line in lines)


@pytest.mark.usefixtures("stub")
def test_the_questions_of_the_readme_run_as_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = README.read_text(encoding="utf-8")
    section = text[text.index("## Archives") :]
    questions = re.findall(r"^```sql\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    assert len(questions) == 3
    monkeypatch.chdir(tmp_path)
    rows = [
        ("2026-11-28", "Ida Holm saw 14 lorries. “One is mine.” “Two are not.”"),
        ("2026-11-28", "Ben Ode saw 19 lorries. “None is mine.”"),
        ("2026-11-29", "Ben Ode saw 12 lorries. “All are mine.”"),
        ("2026-11-29", "Kim Lund heard this. “So be it.”"),
    ]
    lines = [json.dumps({"date": day, "text": words}) for day, words in rows]
    Path("news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    Path("names.csv").write_text("name,gender\nIda,woman\nBen,man\n")
    assert main(["analyze", "news.jsonl", "--out", "found"]) == 0
    quoted, shares, differing = (duckdb.sql(question).fetchall() for question in questions)
    assert sorted(quoted[:2]) == [("Ben Ode", 2, 2), ("Ida Holm", 2, 1)]
    assert {row[0]: row[1] for row in shares} == {"woman": 2, "man": 2, None: 1}
    ((day, unit, low, high, *_),) = differing
    assert (str(day)[:10], unit, low, high) == ("2026-11-28", "lorries", 14.0, 19.0)
