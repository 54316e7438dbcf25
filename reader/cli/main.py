"""Where every command starts and every fault ends: as one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from reader.cli.parser import parse
from reader.errors import ReaderError

DONE, FOUND_PROBLEMS, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. 0 done, 1 found problems, 2 wrong use or input, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        command, options = parse(sys.argv[1:] if arguments is None else arguments)
        code = command.run(options)
        sys.stdout.flush()
    except ReaderError as error:
        return _told(str(error), UNUSABLE)
    except KeyboardInterrupt:
        return _told("interrupted", INTERRUPTED)
    except BrokenPipeError:
        # The reader of our pipe (head, less) has seen enough; nothing may be written on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _told(f"{place}{error.strerror or error}", UNUSABLE)
    return code


def _told(sentence: str, code: int) -> int:
    print(f"reader: {sentence}", file=sys.stderr)
    return code
