"""The engine as the screen uses it.

A small program at the other end of real pipes plays an engine that crashes, hangs or talks
nonsense, which the true one cannot be asked to.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from reader.analysis.early_engine import started
from reader.analysis.engine_client import Engine, EngineError
from reader.analysis.findings import Findings
from reader.analysis.packages import STARTER
from reader.article.article import Article

LONGEST_WAIT = 60.0
ArticleOf = Callable[..., Article]

PRELUDE = """
import json, os, sys, time
folder = sys.argv[1]
with open(folder + "/starts", "a") as file: file.write("x")
def tell(**answer): print(json.dumps(answer), flush=True)
def ask(): return json.loads(sys.stdin.readline())
def findings(request):
    return {"schema": 1, "article": {"fingerprint": request["text"]}, "models": {}, "people": [],
            "entities": [], "quotes": [], "figures": []}
tell(ready={"models": {}})
"""
ANSWERS_ALL = """
for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "analyze":
        tell(id=request["id"], progress=[0, 2])
        tell(id=request["id"], progress=[2, 2])
        tell(id=request["id"], findings=findings(request))
"""
OBEYS_CANCEL = """
while True:
    request = ask()
    if request["text"] == "slow":
        tell(id=request["id"], progress=[0, 1])
        while ask()["do"] != "cancel": pass
        tell(id=request["id"], error={"kind": "cancelled", "message": "Cancelled."})
    else:
        tell(id=request["id"], findings=findings(request))
"""
NEVER_STOPS = """
while True:
    request = ask()
    if request.get("text") == "slow":
        tell(id=request["id"], progress=[0, 1])
        while True: time.sleep(60)
    if request["do"] == "analyze": tell(id=request["id"], findings=findings(request))
"""


@asynccontextmanager
async def engine(folder: Path, play: str, grace: float = 30.0, idle: float = 600.0):
    program = PRELUDE + textwrap.dedent(play)
    made = Engine(
        folder,
        folder / "engine.log",
        grace=grace,
        idle=idle,
        command=(sys.executable, "-c", program),
    )
    try:
        yield made
    finally:
        await asyncio.wait_for(made.close(), LONGEST_WAIT)


async def soon(work: Awaitable[Findings]) -> Findings:
    return await asyncio.wait_for(work, LONGEST_WAIT)


async def until(holds: Callable[[], bool]) -> None:
    async def look() -> None:
        while not holds():
            await asyncio.sleep(0.005)

    await asyncio.wait_for(look(), LONGEST_WAIT)


def starts(folder: Path) -> int:
    try:
        return len((folder / "starts").read_text())
    except FileNotFoundError:
        return 0


def slow_job(made: Engine, article_of: ArticleOf) -> tuple[asyncio.Task[Findings], list[int]]:
    """Return a job that is under way once the list holds something."""
    report: list[int] = []
    article = article_of("slow")
    work = made.analyze(article, lambda done, units: report.append(units))
    return asyncio.create_task(work), report


async def test_it_starts_on_first_need_and_serves_many(
    tmp_path: Path, article_of: ArticleOf
) -> None:
    async with engine(tmp_path, ANSWERS_ALL) as made:
        assert not made.running
        assert starts(tmp_path) == 0
        report: list[tuple[int, int]] = []
        found = await soon(made.analyze(article_of("a"), lambda *counts: report.append(counts)))
        assert found.fingerprint == "a"
        assert report == [(0, 2), (2, 2)]
        others = await asyncio.gather(*(soon(made.analyze(article_of(text))) for text in "bcd"))
        assert [one.fingerprint for one in others] == ["b", "c", "d"]
        assert starts(tmp_path) == 1
        assert made.running
    assert not made.running


async def test_a_long_article_goes_both_ways(tmp_path: Path, article_of: ArticleOf) -> None:
    text = "long \ud800 " * 400_000
    async with engine(tmp_path, ANSWERS_ALL) as made:
        assert (await soon(made.analyze(article_of(text)))).fingerprint == text


async def test_a_crash_is_reported_in_a_sentence_and_survived(
    tmp_path: Path, article_of: ArticleOf
) -> None:
    play = """
    request = ask()
    if request["text"] == "crash": os.kill(os.getpid(), 9)
    if request["text"] == "leave": sys.exit(3)
    tell(id=request["id"], findings=findings(request))
    ask()
    """
    async with engine(tmp_path, play) as made:
        for text, how in (("crash", "SIGKILL"), ("leave", "exit code 3")):
            with pytest.raises(EngineError) as error:
                await soon(made.analyze(article_of(text)))
            assert how in str(error.value)
            assert str(tmp_path / "engine.log") in str(error.value)
            assert "\n" not in str(error.value)
            await until(lambda: not made.running)
        assert (await soon(made.analyze(article_of("well")))).fingerprint == "well"
        assert starts(tmp_path) == 3


async def test_everyone_who_waits_hears_of_a_crash(tmp_path: Path, article_of: ArticleOf) -> None:
    async with engine(tmp_path, "ask(); ask(); sys.exit(1)") as made:
        jobs = [asyncio.create_task(made.analyze(article_of(text))) for text in "ab"]
        done, _ = await asyncio.wait(jobs, timeout=LONGEST_WAIT)
        assert [type(job.exception()) for job in jobs if job in done] == [EngineError, EngineError]


async def test_what_the_engine_could_not_do_is_reported_as_it_says_it(
    tmp_path: Path, article_of: ArticleOf
) -> None:
    play = """
    request = ask()
    tell(id=request["id"], error={"kind": "memory", "message": "There is not enough memory."})
    request = ask()
    tell(error={"kind": "models", "message": "The models are gone."})
    sys.exit(1)
    """
    async with engine(tmp_path, play) as made:
        with pytest.raises(EngineError, match=r"^There is not enough memory\.$"):
            await soon(made.analyze(article_of("a")))
        with pytest.raises(EngineError, match=r"^The models are gone\.$"):
            await soon(made.analyze(article_of("a")))


@pytest.mark.parametrize(
    "nonsense",
    [
        "print('no JSON', flush=True)",
        "print('[1]', flush=True)",
        "print('{}', flush=True)",
        "tell(id=1, findings=3)",
        "tell(id=1, findings={'schema': 1})",
        "tell(id=1, progress=3)",
    ],
)
async def test_nonsense_is_reported_and_survived(
    tmp_path: Path, article_of: ArticleOf, nonsense: str
) -> None:
    async with engine(tmp_path, f"ask()\n{nonsense}\nask()") as made:
        job = made.analyze(article_of("a"), lambda done, units: None)
        with pytest.raises(EngineError, match="makes no sense"):
            await soon(job)


async def test_a_program_that_cannot_be_started_is_reported(
    tmp_path: Path, article_of: ArticleOf
) -> None:
    made = Engine(tmp_path, tmp_path / "log", command=(str(tmp_path / "no python"),))
    with pytest.raises(EngineError, match="cannot be started"):
        await soon(made.analyze(article_of("a")))
    await made.close()


async def test_a_cancelled_job_ends_for_him_who_waits_and_the_process_stays(
    tmp_path: Path, article_of: ArticleOf
) -> None:
    async with engine(tmp_path, OBEYS_CANCEL) as made:
        job, report = slow_job(made, article_of)
        await until(lambda: bool(report))
        made.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        assert (await soon(made.analyze(article_of("next")))).fingerprint == "next"

        job, report = slow_job(made, article_of)
        await until(lambda: bool(report))
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        assert (await soon(made.analyze(article_of("next")))).fingerprint == "next"
        assert starts(tmp_path) == 1


async def test_a_job_that_does_not_stop_is_ended_and_those_behind_it_start_again(
    tmp_path: Path, article_of: ArticleOf
) -> None:
    async with engine(tmp_path, NEVER_STOPS, grace=0.2) as made:
        job, report = slow_job(made, article_of)
        await until(lambda: bool(report))
        made.cancel()
        found = await soon(made.analyze(article_of("behind")))
        assert found.fingerprint == "behind"
        assert job.cancelled()
        assert starts(tmp_path) == 2


async def test_a_job_that_does_not_stop_is_ended_though_nobody_waits(
    tmp_path: Path, article_of: ArticleOf
) -> None:
    async with engine(tmp_path, NEVER_STOPS, grace=0.1) as made:
        _, report = slow_job(made, article_of)
        await until(lambda: bool(report))
        made.cancel()
        await until(lambda: not made.running)
        assert starts(tmp_path) == 1


async def test_an_idle_process_is_stopped_and_starts_again(
    tmp_path: Path, article_of: ArticleOf
) -> None:
    async with engine(tmp_path, ANSWERS_ALL, idle=0.05) as made:
        await soon(made.analyze(article_of("a")))
        await until(lambda: not made.running)
        assert (await soon(made.analyze(article_of("b")))).fingerprint == "b"
        assert starts(tmp_path) == 2


async def test_closing_ends_a_process_that_hangs_and_leaves_no_zombie(
    tmp_path: Path, article_of: ArticleOf
) -> None:
    async with engine(tmp_path, NEVER_STOPS) as made:
        job, report = slow_job(made, article_of)
        await until(lambda: bool(report))
        assert made._process is not None
        pid = made._process.pid
        await asyncio.wait_for(made.close(), LONGEST_WAIT)
        with pytest.raises(asyncio.CancelledError):
            await job
        assert not made.running
        with pytest.raises(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        with pytest.raises(EngineError):
            await made.analyze(article_of("a"))
        await made.close()


async def test_closing_before_anything_was_asked_and_while_starting(
    tmp_path: Path, article_of: ArticleOf
) -> None:
    async with engine(tmp_path, ANSWERS_ALL) as made:
        await made.close()
    async with engine(tmp_path, "time.sleep(600)") as made:
        job = asyncio.create_task(made.analyze(article_of("a")))
        await asyncio.sleep(0)
        await asyncio.wait_for(made.close(), LONGEST_WAIT)
        with pytest.raises(asyncio.CancelledError):
            await job
        assert not made.running


async def test_the_engine_is_out_of_reach_of_the_terminals_keys(
    tmp_path: Path, article_of: ArticleOf
) -> None:
    async with engine(tmp_path, ANSWERS_ALL) as made:
        await soon(made.analyze(article_of("a")))
        assert made._process is not None
        assert os.getsid(made._process.pid) != os.getsid(0)


@pytest.fixture
def orphan(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """Yield a reader that is at work with an engine, as the ids of both."""
    program = f"""
import asyncio, sys
from pathlib import Path
from reader.analysis.engine_client import Engine
from reader.article.article import Article
async def main():
    made = Engine(Path({str(tmp_path)!r}), Path({str(tmp_path / "log")!r}),
                  command=(sys.executable, "-c", {(PRELUDE + ANSWERS_ALL)!r}))
    await made.analyze(Article("a", (), "", "-", "test 1"))
    print(made._process.pid, flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    yield parent.pid, int(parent.stdout.readline())
    parent.kill()
    parent.communicate()


async def test_the_engine_ends_when_its_reader_is_killed(orphan: tuple[int, int]) -> None:
    parent, child = orphan
    os.kill(parent, signal.SIGKILL)

    def gone() -> bool:
        try:
            stat = Path(f"/proc/{child}/stat").read_text()
        except OSError:
            return not Path("/proc/self").exists() or not Path(f"/proc/{child}").exists()
        return stat.rpartition(")")[2].split()[0] == "Z"

    if not Path("/proc/self/stat").exists():
        pytest.skip("needs /proc")
    await until(gone)


@pytest.mark.stanza
async def test_the_true_engine_finds_and_can_be_cancelled_and_killed(
    tmp_path: Path, article_of: ArticleOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a folder whose files are named like modules, which must not be taken for them."""
    (tmp_path / "json.py").write_text("raise SystemExit('not the right json')")
    monkeypatch.chdir(tmp_path)
    made = Engine(STARTER, tmp_path / "engine.log", grace=20.0)
    text = "“No boat will leave,” said Ada Holm of Bergen."
    try:
        found = await soon(made.analyze(article_of(text)))
        assert [quote.speaker for quote in found.quotes] == ["Ada Holm"]

        report: list[int] = []
        # Far longer than the time of grace: done with it is no way to be there still.
        long = article_of((text + "\n") * 50_000)
        job = asyncio.create_task(made.analyze(long, lambda done, units: report.append(done)))
        await until(lambda: any(report))
        assert made._process is not None
        process = made._process
        made.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        assert await soon(made.analyze(article_of(text))) == found
        assert made._process is process

        process.kill()
        await until(lambda: not made.running)
        assert await soon(made.analyze(article_of(text))) == found
    finally:
        await made.close()


EMBEDS = """
for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "embed":
        rows = ["AAAA" for text in request["texts"] if text != "lost"]
        tell(id=request["id"], vectors=rows)
    elif request["do"] == "analyze":
        tell(id=request["id"], progress=[0, 1])
"""


async def test_sentences_get_their_vectors_while_an_analysis_is_given_up(
    tmp_path: Path, article_of: ArticleOf
) -> None:
    async with engine(tmp_path, EMBEDS) as made:
        analysis = asyncio.ensure_future(made.analyze(article_of("one")))
        rows = asyncio.ensure_future(made.vectors(["The pier is closed.", "It is shut."], [6]))
        await asyncio.sleep(0)
        made.cancel()
        assert await rows == [bytes(3), bytes(3)]
        with pytest.raises(asyncio.CancelledError):
            await analysis


async def test_a_row_for_each_text_or_a_fault(tmp_path: Path) -> None:
    async with engine(tmp_path, EMBEDS) as made:
        with pytest.raises(EngineError):
            await made.vectors(["here", "lost"], [6])


def early_program(folder: Path) -> tuple[str, ...]:
    """Return a command that plays the engine, with its folder and its log."""
    program = PRELUDE + textwrap.dedent(ANSWERS_ALL)
    return (sys.executable, "-c", program, str(folder), str(folder / "log"))


async def test_a_process_that_was_started_before_answers_and_no_other_starts(tmp_path, article_of):
    early = started(early_program(tmp_path), dict(os.environ))
    made = Engine(tmp_path, tmp_path / "log", early=early)
    seen = []
    found = await made.analyze(article_of("ab"), lambda *done: seen.append(done))
    assert (found.fingerprint, seen) == ("ab", [(0, 2), (2, 2)])
    assert (tmp_path / "starts").read_text() == "x"
    await made.close()
    assert early.wait(LONGEST_WAIT) != 0


async def test_a_process_that_was_started_before_and_never_asked_ends_with_the_engine(tmp_path):
    early = started(early_program(tmp_path), dict(os.environ))
    await Engine(tmp_path, tmp_path / "log", early=early).close()
    assert early.poll() is not None


async def test_after_a_process_that_was_started_before_has_crashed_another_one_starts(
    tmp_path, article_of
):
    early = started((sys.executable, "-c", "raise SystemExit(3)"), dict(os.environ))
    *command, _, _ = early_program(tmp_path)
    made = Engine(tmp_path, tmp_path / "log", command=tuple(command), early=early)
    with pytest.raises(EngineError):
        await made.analyze(article_of("ab"))
    assert (await made.analyze(article_of("ab"))).fingerprint == "ab"
    await made.close()
