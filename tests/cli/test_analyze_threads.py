"""`reader analyze --threads`: never more threads than cores."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.cli.main import main
from reader.cores import usable_cores


@pytest.mark.parametrize("wrong", ["0", "-1", "two", "1.5", ""])
def test_a_wrong_number_is_refused(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["analyze", f"--threads={wrong}", "x.txt"])
    assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.stanza
@pytest.mark.parametrize("wished", [1, 10_000])
def test_threads_are_at_most_the_cores_and_find_the_same(
    wished: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.analysis.models import batches

    used: list[int] = []
    pools = batches.ThreadPoolExecutor
    monkeypatch.setattr(
        batches,
        "ThreadPoolExecutor",
        lambda threads, **rest: used.append(threads) or pools(threads, **rest),
    )
    path = tmp_path / "a.txt"
    path.write_text("“Nobody was hurt,” said Lena Moor, who saw 3 cranes fall.", encoding="utf-8")
    assert main(["analyze", "--fresh", f"--threads={wished}", str(path)]) == 0
    assert set(used) == {min(wished, usable_cores())}
    printed = capsys.readouterr()
    assert "Lena Moor" in printed.out
    assert (str(usable_cores()) in printed.err) == (wished > usable_cores())
