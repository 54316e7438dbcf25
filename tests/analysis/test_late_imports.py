"""Modules that are put off are loaded by the first look into them; reading articles has none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reader.analysis.late_imports import UNUSED

SEED = Path(__file__).parents[2] / "seeds" / "harbour-wire.txt"


def printed(code: str, *words: str, cwd: Path | None = None) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=cwd, check=True
    )
    return ran.stdout


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a folder with a package whose modules say when they are loaded."""
    inner = tmp_path / "slow"
    inner.mkdir()
    (inner / "__init__.py").write_text("print('slow')\nfrom slow.part import *\nVALUE = 1\n")
    (inner / "part.py").write_text("print('part')\nimport slow\nother = 2\n")
    return tmp_path


LATE = "from reader.analysis.late_imports import import_late\nimport_late(['slow'])\n"


@pytest.mark.parametrize(
    ("use", "loaded"),
    [
        ("", ""),
        ("import inspect; inspect.getmodule(lambda: 0)", ""),
        ("hasattr(slow, '__wrapped__')", ""),
        ("print(slow.VALUE)", "slow part 1"),
        ("from slow import other; print(other)", "slow part 2"),
        ("import slow.part", "slow part"),
        (
            "import slow.part; print(slow.part.__spec__.loader.__class__.__name__)",
            "slow part SourceFileLoader",
        ),
        ("print(getattr(slow, 'none', 3))", "slow part 3"),
        ("slow.VALUE; slow.VALUE; print(type(slow).__name__)", "slow part module"),
    ],
)
def test_a_module_is_loaded_by_the_first_look_into_it(package, use, loaded):
    assert printed(f"{LATE}import slow\n{use}", cwd=package).split() == loaded.split()


def test_threads_that_look_at_once_all_find_what_they_look_for(package):
    code = f"""{LATE}
import slow
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as pool:
    print(sum(pool.map(lambda _: slow.VALUE, range(64))))
"""
    assert printed(code, cwd=package).split() == ["slow", "part", "64"]


@pytest.mark.stanza
def test_an_article_is_read_without_them_and_as_with_them():
    code = """
import json, sys
from pathlib import Path
if sys.argv[2]:
    from reader.analysis.late_imports import UNUSED, import_late
    import_late(UNUSED)
from reader.analysis.findings_json import to_json
from reader.analysis.models.pipeline import Pipeline
from reader.article.opening import open_article
article = open_article(sys.argv[1])
found = Pipeline().analyze(article.text, article.blocks, title=article.title)
ran = [name for name, module in sys.modules.items() if type(module).__name__ != "_LateModule"]
print(json.dumps([to_json(found, tokens=True), ran]))
"""
    late, ran = json.loads(printed(code, str(SEED), "late"))
    usual, every = json.loads(printed(code, str(SEED), ""))
    assert late == usual
    assert not UNUSED.intersection(ran)
    assert len(ran) < len(every)
