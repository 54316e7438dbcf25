"""Our Label Studio tasks, checked and converted by Label Studio's own library.

It asks for half a gigabyte of packages (for pictures, sound and tables) and an older NumPy, so it
is no dependency of ours: what it needs for text comes into a folder of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from reader.annotations.records import Label, LabelLink, Mark
from reader.article.anchor import anchor
from reader.cli.main import main
from reader.exchange.formats import label_studio
from reader.exchange.targets import FolderFiles
from reader.text.span import Span
from tests.exchange.some_records import desk_article
from tests.exchange.test_annotation_tools import TEXT as FOUND_IN
from tests.exchange.test_annotation_tools import found

PACKAGES = (
    *("label-studio-sdk==2.1.2", "appdirs==1.4.4", "defusedxml==0.7.1", "faker==40.63.0"),
    *("ijson==3.6.0", "jsf==0.11.2", "jsonschema==4.26.0", "nltk==3.10.4", "pillow==13.0.0"),
    *("pyjwt==2.13.0", "rstr==3.2.2", "smart-open==9.0.2", "ujson==6.1.0", "wrapt==1.17.3"),
    *("xmljson==0.2.1", "attrs==26.1.0", "referencing==0.37.0", "rpds-py==2026.9.1"),
    *("jsonschema-specifications==2025.9.1",),
)
SCRIPT = Path(__file__).with_name("read_by_label_studio.py")
LONGEST_WAIT = 180
"""Seconds that the packages may take to come."""

TEXT = (
    "🙂 Ferry late again\n\n"
    "Captain Zoë Byrne said “the fog was thick” – twice. The harbour office of Oslomouth\n"
    "did not answer. The captain waited.\n"
)


@pytest.fixture(scope="module")
def packages() -> Path:
    """Return the folder with the packages, which is kept for the next run."""
    folder = Path(tempfile.gettempdir()) / f"reader-{PACKAGES[0]}"
    if not (folder / "complete").exists():
        flags = ("--quiet", "--no-deps", "--disable-pip-version-check", "--target", str(folder))
        command = [sys.executable, "-m", "pip", "install", *flags, "--upgrade", *PACKAGES]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=LONGEST_WAIT)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
            pytest.skip(f"pip cannot bring the packages: {type(fault).__name__}")
        (folder / "complete").touch()
    return folder


def read_back(packages: Path, folder: Path) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, SCRIPT, folder], env={"PYTHONPATH": str(packages), "HOME": str(folder)},
        capture_output=True, text=True, timeout=LONGEST_WAIT,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def on(*words: str) -> tuple[Span, ...]:
    return tuple(Span(TEXT.index(each), TEXT.index(each) + len(each)) for each in words)


def test_each_mark_is_on_the_same_words(packages: Path, tmp_path: Path) -> None:
    passages = [
        ("Zoë Byrne",),
        ("the fog was thick",),
        ("Oslomouth\ndid", "captain waited"),
        ("🙂",),
    ]
    marks = [
        *(
            Label(
                article_id="a1", id=f"n{number}", anchor=anchor(TEXT, on(*words)), layer="entity",
                type="person", links=(LabelLink("speaker", "n1"),) if number == 2 else (),
            )
            for number, words in enumerate(passages)
        ),
        Mark(article_id="a1", id="n9", kind="note", anchor=anchor(TEXT, on("twice")), body="Sure?"),
    ]  # fmt: skip
    label_studio.write_files([desk_article(TEXT, marks)], FolderFiles(tmp_path))
    seen = read_back(packages, tmp_path)
    assert seen["faults"] == [[]]
    (task,) = seen["min"]
    parts = sorted(words for each in (*passages, ("twice",)) for words in each)
    assert sorted(TEXT[each["start"] : each["end"]] for each in task["label"]) == parts
    assert sorted(each["text"] for each in task["label"]) == parts
    begins = [number for number, (_, tag) in enumerate(seen["conll"]) if tag.startswith("B-")]
    assert len(begins) == len(parts)
    first = seen["conll"][begins[1]]
    assert first == ["Zoë", "B-Person"]
    print(f"Label Studio: {len(parts)} of {len(parts)} regions", file=sys.__stderr__)


def test_what_the_machine_found_is_a_prediction_that_is_valid(
    packages: Path, tmp_path: Path
) -> None:
    article = desk_article(FOUND_IN, ()).with_findings(found())
    label_studio.write_files([article], FolderFiles(tmp_path))
    assert json.loads((tmp_path / "tasks.json").read_text("utf-8"))[0]["predictions"]
    assert read_back(packages, tmp_path)["faults"] == [[]]


def test_what_its_short_file_lacks_is_reported(
    packages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON-MIN has no ids of regions, so that notes and details belong to none."""
    story, notes, other = tmp_path / "ferry.txt", tmp_path / "notes.json", tmp_path / "other.json"
    story.write_text(TEXT, "utf-8")
    words = [
        "annotate",
        str(story),
        "--exact",
        "the fog was thick",
        "--note",
        "Ask 🙂",
        "--tag",
        "x",
    ]
    assert main([*words, "--notes", str(notes)]) == 0
    out = tmp_path / "out"
    words = ["export", "--format", "label-studio", "--origin", "own", "-o", f"{out}/"]
    assert main([*words, "--notes", str(notes)]) == 0
    read_back(packages, out)
    (made,) = (out / "JSON_MIN").iterdir()
    words = ["import", "--format", "label-studio", str(made), "--notes", str(other)]
    assert main([*words, "--strict"]) == 1
    assert not other.exists() or not TinyDB(other).all()
    capsys.readouterr()
    assert main(words) == 0
    assert "JSON-MIN" in capsys.readouterr().err
    with TinyDB(other) as file:
        (label,) = (row for row in file.all() if row["kind"] != "article")
    assert label["anchor"]["parts"][0]["exact"] == "the fog was thick"
