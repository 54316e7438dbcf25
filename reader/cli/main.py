"""Where every command starts and every fault ends: as one sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from reader.cli.narration import tell
from reader.cli.parser import parse
from reader.cli.streams import discard, drain_output, set_up_streams
from reader.errors import ReaderError

DONE, FOUND_PROBLEMS, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 done, 1 found problems, 2 wrong use or input, 130 interrupted."""
    set_up_streams()
    try:
        command, options = parse(sys.argv[1:] if arguments is None else arguments)
        code = command.run(options)
        sys.stdout.flush()
    except ReaderError as error:
        return _report(str(error), UNUSABLE)
    except KeyboardInterrupt:
        if sys.stderr.isatty():
            print(file=sys.stderr)  # The terminal has set ^C behind a prompt or a bar.
        return _report("interrupted", INTERRUPTED)
    except BrokenPipeError:
        # The reader of our pipe (head, less) has seen enough; nothing may be written on exit.
        discard(sys.stdout.fileno())
        return DONE
    except RecursionError:
        return _report("The input is nested too deeply to read.", UNUSABLE)
    except OSError as error:
        return _report(_sentence(error), UNUSABLE)
    except Exception as fault:  # noqa: BLE001 nobody is left to deal with it
        return _report(_unexpected(fault), FOUND_PROBLEMS)
    return code


def _sentence(error: OSError) -> str:
    reason = error.strerror or str(error)
    if isinstance(error, PermissionError) and error.filename:
        return f"{error.filename}: {reason}; change its permissions, or choose another place."
    if error.filename:
        return f"{error.filename}: {reason}"
    # A fault without a file is one of standard output: what else is written names its file.
    drain_output()
    return f"Writing failed ({reason}): free some space, or send the output somewhere else."


def _unexpected(fault: Exception) -> str:
    from reader.config import FAULT_LOG, user_cache_folder
    from reader.fault_log import FaultLog

    return FaultLog(user_cache_folder() / FAULT_LOG).describe("the command", fault)


def _report(sentence: str, code: int) -> int:
    tell(sentence)
    return code
