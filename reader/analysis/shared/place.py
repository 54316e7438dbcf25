"""Where the terminals of a user meet at one engine: a socket that nobody else can reach.

Its name says which program and models are behind it, so that another version of either never
meets an engine that would find other things.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import stat
import struct
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from reader import version
from reader.analysis.packages import stamp_of_all
from reader.cores import usable_cores

LONGEST_PATH = 100
"""Bytes of a socket's path: systems allow 104 to 108."""
ENDING = ".socket"


@dataclass(frozen=True, slots=True)
class Place:
    """The socket of an engine, and the program and models that it runs."""

    socket: Path
    build: str

    @property
    def lock(self) -> Path:
        """The file that is locked by whoever starts or ends an engine in this folder."""
        return self.socket.with_name("lock")


def place_of(package: Path, log: Path) -> Place | None:
    """Return where the engine with the models in ``package`` is, or would be.

    None where none can be shared safely. Raises ModelError, OSError.
    """
    folder = runtime_folder(make=True)
    if folder is None:
        return None
    build = build_of(package, log)
    path = folder / f"{build[:16]}{ENDING}"
    return Place(path, build) if len(os.fsencode(path)) <= LONGEST_PATH else None


def build_of(package: Path, log: Path) -> str:
    """Return a hash of all that an engine's findings, its speed and its log depend on."""
    stamps = stamp_of_all(package)
    content = [
        Path(version.__file__).read_text("utf-8"),
        sys.executable,
        str(Path(__file__).resolve()),
        str(package.resolve()),
        str(log.resolve()),
        usable_cores(),
        {use: [made.package, made.version, made.hash] for use, made in stamps.items()},
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def runtime_folder(*, make: bool = False) -> Path | None:
    """Return reader's folder in that of the user's sockets, None where it would not be private.

    It is in XDG_RUNTIME_DIR, or where there is no such folder in that of temporary files.
    """
    if sys.platform == "win32" or not hasattr(socket, "AF_UNIX"):
        return None
    given = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if given.is_absolute() and given.exists():
        folder = given / "reader"
        if not is_private(given):
            return None
    else:
        folder = Path(tempfile.gettempdir(), f"reader-{os.geteuid()}").absolute()
    if make:
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError:
            return None
    return folder if is_private(folder) else None


def is_private(path: Path, kind: int = stat.S_IFDIR) -> bool:
    """Return whether ``path`` is a folder (or of another ``kind``) that its user alone can use."""
    try:
        there = path.lstat()
    except OSError:
        return False
    mine = there.st_uid == os.geteuid() and not there.st_mode & 0o077
    return stat.S_IFMT(there.st_mode) == kind and mine


def is_same_user(connection: socket.socket) -> bool:
    """Return whether the other end is this user's process, where the system says whose it is."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return True  # The folder lets nobody else in.
    size = struct.calcsize("3i")
    _, user, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, option, size))
    return bool(user == os.geteuid())
