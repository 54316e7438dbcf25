"""What a command says beside its data: a sentence a line, on standard error."""

from __future__ import annotations

import sys

from reader.cli.streams import discard


def tell(sentence: object) -> None:
    """Print one sentence.

    Nothing in it can steer the terminal; a full disk under a log file, or a pipe that nobody reads,
    ends no work.
    """
    from reader.text.cells import printable

    try:
        print(printable(f"reader: {sentence}"), file=sys.stderr)
    except OSError:
        discard(sys.stderr.fileno())
