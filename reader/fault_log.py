"""Faults that nobody expected: the details go to a file, the person gets one sentence."""

from __future__ import annotations

import os
import traceback
from datetime import UTC, datetime
from pathlib import Path

from reader.errors import ReaderError
from reader.log_file import opened_log
from reader.readable_path import readable_path
from reader.version import __version__

INTERNAL_ERROR = "internal error in reader"
NOTES_ARE_SAFE = "Your saved notes are safe"


class FaultLog:
    """The log at ``path``, made with the first fault. It may be used from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def describe(self, doing: str, fault: BaseException) -> str:
        """Return the sentence on what failed while ``doing`` ("comparing two versions").

        A ReaderError has its own, the details of any other fault are kept.
        """
        if isinstance(fault, ReaderError):
            return str(fault)
        cause = INTERNAL_ERROR
        if isinstance(fault, OSError):
            cause = fault.strerror or str(fault) or type(fault).__name__
        return self.kept(doing, cause, "".join(traceback.format_exception(fault)))

    def kept(self, doing: str, cause: str, details: str) -> str:
        """Keep ``details``; the sentence on what failed by which cause, and where they are."""
        sentence = f"{doing[:1].upper()}{doing[1:]} failed ({cause}). {NOTES_ARE_SAFE}"
        at = datetime.now(UTC).isoformat(timespec="seconds")
        entry = f"{at} {doing}, {_versions()}\n{details.rstrip()}\n\n"
        try:
            log = opened_log(self.path)
            try:
                os.write(log, entry.encode("utf-8", "backslashreplace"))
            finally:
                os.close(log)
        except OSError:
            return f"{sentence}; the details could not be written to {readable_path(self.path)}."
        return f"{sentence}; details are in {readable_path(self.path)}."


def _versions() -> str:
    import platform

    return f"reader {__version__}, Python {platform.python_version()}, {platform.system()}"
