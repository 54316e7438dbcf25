"""Files, folders and addresses come to the desk behind the screen, by a process of their own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shlex
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from reader.session.events import Working
from reader.session.findings_outline import snippet

if TYPE_CHECKING:
    from reader.session.state import SessionState

LONGEST_LINE = 1 << 20
STOP_TIMEOUT = 5.0
"""Seconds that the process is given to put on the desk what it has opened."""


class Adding:
    """At most one adding at a time."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._process: Process | None = None

    @property
    def running(self) -> bool:
        return self._process is not None

    def add(self, line: str) -> None:
        """Add what a person wrote: places separated by blanks, quoted where they have some."""
        state, report = self._state, self._state.report
        try:
            places = shlex.split(line)
        except ValueError:
            report("A quotation mark is missing its other half.")
            return
        if self.running:
            report("Articles are being added already; X stops it.")
        elif state.notebook.read_only:
            report("These notes are read-only: nothing was added.")
        elif places:
            state.behind(partial(self._add, places), "adding to the desk", group="adding")

    def stop(self) -> None:
        """Put on the desk what is opened, and leave the rest."""
        if self._process is None:
            self._state.refuse("Nothing is being added.")
        else:
            self._end_input()
            self._state.report("Stopping; what was opened is on the desk.")

    async def close(self) -> None:
        """Stop, and wait for the process within reason."""
        process = self._process
        if process is not None:
            self._end_input()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), STOP_TIMEOUT)
            if process.returncode is None:
                process.kill()

    def _end_input(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    async def _add(self, places: list[str]) -> None:
        from reader.analysis.early_engine import child_environment

        command = (sys.executable, "-P", "-m", "reader.desk.adding_process")
        self._process = process = await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            start_new_session=True,
            limit=LONGEST_LINE,
            env=child_environment(),
        )
        counts: Counter[str] = Counter()
        failed: list[str] = []
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(self._job(places))
            await process.stdin.drain()
            while answer := await process.stdout.readline():
                self._take(json.loads(answer), counts, failed)
            await process.wait()
        except (OSError, ValueError) as fault:
            failed.append(f"Adding was interrupted ({fault}).")
        finally:
            self._process = None
            self._state.emit(Working("adding"))
        self._state.notebook.poll()
        self._report_end(counts, failed)

    def _job(self, places: list[str]) -> bytes:
        settings = self._state.settings
        wide = [
            each if "://" in each else os.path.expanduser(each)  # noqa: PTH111
            for each in places
        ]
        job = {
            "places": wide,
            "notes": str(settings.notes),
            "who": settings.me,
            "library": list(map(str, settings.library_folders)),
            "offline": settings.offline,
        }
        return json.dumps(job).encode() + b"\n"

    def _take(self, line: dict[str, Any], counts: Counter[str], failed: list[str]) -> None:
        if "number" in line:
            counts["number"], counts["skipped"] = line["number"], line["skipped"]
        elif "fault" in line:
            failed.append(line["fault"])
        else:
            counts[line["outcome"]] += 1
            if line["outcome"] == "failed":
                failed.append(line["message"])
        done = sum(counts[each] for each in ("new", "known", "changed", "failed"))
        self._state.emit(Working("adding", f"Adding {done}/{counts['number']}"))

    def _report_end(self, counts: Counter[str], failed: list[str]) -> None:
        words = {
            "new": "added",
            "changed": "changed",
            "known": "on the desk already",
            "skipped": "left out",
        }
        parts = [f"{counts[each]} {label}" for each, label in words.items() if counts[each]]
        parts += [f"{len(failed)} failed"] if failed else []
        sentence = (", ".join(parts) or "nothing to add") + "."
        for fault in failed[:2]:
            sentence += f" {snippet(fault, 160)}"
        if len(failed) > 2:
            sentence += f" And {len(failed) - 2} more; `reader add` lists them all."
        self._state.report(sentence[:1].upper() + sentence[1:], loud=bool(failed))
