"""A conversation by lines: something is said, one answer is read."""

from __future__ import annotations

from typing import TextIO

from reader.text.cells import printable


class Conversation:
    """Says lines on ``out``, reads answers from ``answers``; ``ended`` when no more will come."""

    def __init__(self, answers: TextIO, out: TextIO) -> None:
        self._answers = answers
        self._out = out
        self.ended = False

    def say(self, text: str) -> None:
        for line in text.split("\n"):
            print(printable(line), file=self._out)

    def ask(self, question: str) -> str | None:
        """Return the answer without white space around it; None when nobody answers any more."""
        if self.ended:
            return None
        print(f"{question} ", end="", file=self._out, flush=True)
        line = self._answers.readline()
        if not line:
            self.ended = True
            print(file=self._out)
            return None
        return line.strip()
