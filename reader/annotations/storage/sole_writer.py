"""One writer at a time on a network disk, where locks may not reach other machines.

A file that only one can make names the machine and the process that write; it goes when that
reader is closed. One that a killed process of this machine left behind is taken over.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
from pathlib import Path

from reader.annotations.storage.disk import Disk
from reader.annotations.store_error import BusyError


class SoleWriter:
    """The claim to be the one that writes."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self._path = path
        self._disk = disk
        self._held = False

    def claim(self) -> None:
        """Do nothing where the claim is held.

        BusyError where another process holds it, OSError where the file cannot be made.
        """
        if self._held:
            return
        if self._is_left_over():
            self._disk.unlink(self._path)
        try:
            descriptor = self._disk.create(self._path)
        except FileExistsError:
            machine, process = self._holder()
            raise BusyError(
                f"Another reader ({machine or 'unknown'}, process {process}) writes these notes, "
                "which are on a network disk: close it first, or remove "
                f"{self._path.name} if it is not running."
            ) from None
        try:
            me = {"machine": platform.node(), "process": os.getpid()}
            self._disk.write(descriptor, json.dumps(me).encode("ascii"))
            self._disk.sync(descriptor)
        finally:
            self._disk.close(descriptor)
        self._held = True

    def release(self) -> None:
        if self._held:
            self._held = False
            with contextlib.suppress(FileNotFoundError):
                self._disk.unlink(self._path)

    def _holder(self) -> tuple[str, int]:
        try:
            held = json.loads(self._path.read_bytes())
            return str(held["machine"]), int(held["process"])
        except (OSError, ValueError, KeyError, TypeError):
            return "", 0

    def _is_left_over(self) -> bool:
        machine, process = self._holder()
        if not process or machine != platform.node() or os.name == "nt":
            return False  # Windows has no signal that only asks
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False
