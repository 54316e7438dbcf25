"""What pip 23.2, which Python 3.11 brings, makes of the wheel's list of dependencies."""

from __future__ import annotations

import os
import re
import subprocess
import venv
from email.parser import BytesHeaderParser
from pathlib import Path
from zipfile import ZipFile

import pytest

pytestmark = [pytest.mark.end_to_end, pytest.mark.xdist_group("end_to_end")]

OLD_PIP = "23.2.1"
NOT_FOR_A_PAGE = frozenset(("torch", "stanza"))
"""Gigabytes that `reader show` does not load; all other dependencies are installed by name."""
PAGE = """<!doctype html><html lang="en"><head><title>Tram line opens</title></head><body><article>
<h1>Tram line opens</h1>
<p>The first tram left the depot at six in the morning, and the council says that all stops of the
northern line will be served by the end of the week.</p>
<p>Nobody expected the queue that formed at the market, where three trams had to pass by before
those who had waited longest found a seat.</p></article></body></html>"""


def requirements(wheel: Path) -> list[str]:
    """Return what the wheel itself asks for without an extra, but for the largest two."""
    with ZipFile(wheel) as package:
        (name,) = (each for each in package.namelist() if each.endswith(".dist-info/METADATA"))
        report = BytesHeaderParser().parsebytes(package.read(name)).get_all("Requires-Dist") or []
    plain = [each for each in report if "extra ==" not in each]
    return [each for each in plain if re.split(r"[^\w.-]", each)[0] not in NOT_FOR_A_PAGE]


@pytest.fixture(scope="module")
def by_old_pip(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs of an environment that the old pip filled."""
    place = tmp_path_factory.mktemp("old-pip")
    venv.create(place, with_pip=True, symlinks=True)
    pip = [place / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]
    old = subprocess.run([*pip, "install", "-q", f"pip=={OLD_PIP}"], capture_output=True, text=True)
    if old.returncode:
        pytest.skip(f"pip {OLD_PIP} cannot be installed here: {old.stderr.strip()[-200:]}")
    for what in (["--no-deps", str(wheel)], requirements(wheel)):
        ended = subprocess.run([*pip, "install", "-q", *what], capture_output=True, text=True)
        assert ended.returncode == 0, ended.stderr
    return place / "bin"


def test_a_web_page_opens_after_an_install_with_the_old_pip(by_old_pip, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    shown = subprocess.run(
        [by_old_pip / "reader", "show", "--plain", "--no-findings", page],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=tmp_path,
    )
    assert shown.returncode == 0, shown.stderr
    assert "The first tram left the depot" in shown.stdout
