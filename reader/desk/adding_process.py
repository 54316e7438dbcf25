"""The process that adds articles behind the screen: ``python -m reader.desk.adding_process``.

It reads one job as a line of JSON from standard input and answers with a line of JSON for each
article; when its input ends, or somebody says "stop", it puts what is opened on the desk and ends.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

from reader.annotations.store import open_store
from reader.desk.adding import add_articles
from reader.desk.library import Library
from reader.desk.sources import sources
from reader.errors import ReaderError


def main() -> int:
    job = json.loads(sys.stdin.readline())
    ended = threading.Event()

    def listen() -> None:
        sys.stdin.readline()
        ended.set()

    threading.Thread(target=listen, name="stop", daemon=True).start()
    try:
        _add(job, ended)
    except ReaderError as fault:
        _print_line({"fault": str(fault)})
    except OSError as fault:
        _print_line({"fault": f"{fault.filename or 'A file'}: {fault.strerror or fault}."})
    return 0


def _add(job: dict[str, Any], ended: threading.Event) -> None:
    found = sources(job["places"])
    _print_line({"number": len(found.places), "skipped": len(found.skipped)})
    library = Library(*map(Path, job["library"]))
    with open_store(job["notes"], who=job["who"]) as store:
        for added in add_articles(
            found.places,
            store,
            library.texts,
            network=library.network(offline=job["offline"]),
            stopped=ended.is_set,
        ):
            _print_line({"place": added.place, "outcome": added.outcome, "message": added.message})


def _print_line(fields: dict[str, Any]) -> None:
    print(json.dumps(fields), flush=True)


if __name__ == "__main__":
    sys.exit(main())
